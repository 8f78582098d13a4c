/** What the page and its workers hold once what nobody holds is gone. */
import type { Page } from "playwright-core";

export interface Held {
  readonly nodes: number; // of the document, and detached ones
  readonly listeners: number;
  readonly page: number; // bytes of its objects
  readonly workers: number; // bytes of their objects and arrays, all workers together
}

/** @returns what measures, after a collection; called early, so that every worker is known from its start on */
export async function watchMemory(page: Page): Promise<() => Promise<Held>> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const workers = new Set<string>();
  session.on("Target.attachedToTarget", ({ sessionId }) => workers.add(sessionId));
  session.on("Target.detachedFromTarget", ({ sessionId }) => workers.delete(sessionId));
  await session.send("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  let asked = 0;
  const send = (sessionId: string, method: string): Promise<{ usedSize: number; backingStorageSize: number }> =>
    new Promise((answered) => {
      const id = ++asked;
      const hear = ({ message }: { message: string }): void => {
        const answer = JSON.parse(message) as { id?: number; result: never };
        if (answer.id !== id) return;
        session.off("Target.receivedMessageFromTarget", hear);
        answered(answer.result);
      };
      session.on("Target.receivedMessageFromTarget", hear);
      void session.send("Target.sendMessageToTarget", { sessionId, message: JSON.stringify({ id, method }) });
    });
  return async () => {
    let inWorkers = 0;
    for (const worker of workers) {
      await send(worker, "HeapProfiler.collectGarbage");
      const { usedSize, backingStorageSize } = await send(worker, "Runtime.getHeapUsage");
      inWorkers += usedSize + backingStorageSize;
    }
    await session.send("HeapProfiler.collectGarbage");
    const { metrics } = await session.send("Performance.getMetrics");
    const value = (wanted: string): number => metrics.find(({ name }) => name === wanted)!.value;
    return {
      nodes: value("Nodes"),
      listeners: value("JSEventListeners"),
      page: value("JSHeapUsedSize"),
      workers: inWorkers,
    };
  };
}
