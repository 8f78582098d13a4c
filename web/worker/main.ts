/** The engine's worker: answers what the page asks, and runs the worlds in short turns so that it always hears the next question. */
import * as z from "zod";
import { RunFault } from "../../src/engine/simulation.ts";
import type { Ask, Story, Subject, Tell } from "../protocol.ts";
import { texts } from "../texts.ts";
import { answerLesson } from "./lesson.ts";
import { knownUntil, type Live } from "./live.ts";
import { readSetup, savedName } from "./scenario.ts";
import { dotsOf, sceneOf } from "./scene.ts";
import {
  advanceAll,
  allOver,
  chartsNow,
  csvNow,
  digestNow,
  newSession,
  partingsOf,
  printScales,
  rewindAll,
  type Session,
  timeOf,
} from "./session.ts";
import { storyOf } from "./story.ts";
import { dotStory, vesicleStory } from "./vesicle.ts";

z.config({ jitless: true }); // no code from text, as the page's policy has it

const turn = 24; // ms of work before questions are heard
const betweenFrames = 33; // ms
const betweenCharts = 400; // ms

let session: Session | undefined;
let look: { culture: number; factor: number; arms: readonly string[] } = { culture: 0, factor: 0, arms: [] };
/** Where the worlds are going: s; and how fast: s of the dish for each ms. */
let goal = -Infinity;
let speed = 0;
let clock = 0; // s; where play has come to
let last = 0; // ms; when that was
let shown = -Infinity; // ms
let drawn = -Infinity;
let told = ""; // the digest that was last told of
let next: ReturnType<typeof setTimeout> | undefined;

const scope = globalThis as unknown as {
  postMessage: (tell: Tell, transfer?: Transferable[]) => void;
  onmessage: ((event: MessageEvent<Ask>) => void) | null;
};

const tell = (what: Tell, transfer: Transferable[] = []): void => scope.postMessage(what, transfer);

function frame(now: Session, running: boolean): void {
  shown = performance.now();
  const scales = printScales(now);
  const { culture, factor, arms } = look;
  const scenes = arms.flatMap((arm) => {
    const live = now.lives.find((each) => each.arm === arm && each.donor === 1 && each.replicate === 1);
    return live ? [sceneOf(live, culture, factor, now.highest[factor] ?? 0, scales)] : [];
  });
  const known = Math.min(...now.lives.map(knownUntil));
  tell(
    { tell: "frame", time: timeOf(now), known, running, scenes },
    scenes.flatMap(({ ids, kinds, laden, places, order, dots, names, space }) =>
      [ids, kinds, laden, places, order, dots, names, ...(space?.map ? [space.map.values] : [])].map(
        ({ buffer }) => buffer,
      ),
    ),
  );
}

function charts(now: Session): void {
  drawn = performance.now();
  tell({ tell: "charts", charts: chartsNow(now), partings: partingsOf(now) });
  const digest = digestNow(now) ?? "";
  if (digest !== told) tell({ tell: "ended", digest });
  told = digest;
}

function pause(): void {
  goal = -Infinity;
  speed = 0;
  clearTimeout(next);
  next = undefined;
}

/** Works for a turn; goes on until the goal or the end. */
function work(): void {
  next = undefined;
  const now = session;
  if (!now) return;
  try {
    const began = performance.now();
    if (speed > 0) {
      clock = Math.min(clock + speed * (began - last), timeOf(now) + speed * 500); // a slow host is not hurried for ever
      last = began;
      goal = clock;
    }
    let over = allOver(now);
    const end = Math.min(began + turn, Math.max(began + 1, shown + betweenFrames)); // a frame that is due does not wait
    while (!over && timeOf(now) < goal - 1e-6 && performance.now() < end) over = !advanceAll(now);
    const going = !over && (speed > 0 || timeOf(now) < goal - 1e-6);
    const moment = performance.now();
    if (!going || moment - shown >= betweenFrames) frame(now, going);
    if (!going || moment - drawn >= betweenCharts) charts(now);
    if (going) next = setTimeout(work, speed > 0 && timeOf(now) >= goal ? 10 : 0);
    else pause();
  } catch (error) {
    pause();
    fault(error);
    frame(now, false);
  }
}

function fault(error: unknown): void {
  if (error instanceof RunFault) tell({ tell: "fault", text: error.message, hint: error.hint });
  else
    tell({
      tell: "fault",
      text: `${texts.ourFault} ${error instanceof Error ? error.message : String(error)}`,
      hint: "",
    });
}

/** Sets out for a time; what is behind it is run anew from the last kept state. */
function goTo(now: Session, time: number): void {
  pause();
  rewindAll(now, time);
  goal = time;
  work();
}

function storyAbout(live: Live, of: Subject, { experiment }: Session): Story | undefined {
  const { culture } = look;
  if (of === "dot") return dotStory(live, culture, dotsOf(live, culture).perDot);
  return "cell" in of
    ? storyOf(live, culture, of.cell, experiment)
    : vesicleStory(live, culture, of.vesicle, experiment);
}

function answer(ask: Ask): void {
  if (ask.ask === "setup") {
    const read = readSetup(ask.setup);
    if ("issues" in read) {
      tell({ tell: "refused", scenario: ask.setup.scenario, issues: read.issues });
      return;
    }
    pause();
    session = newSession(read, session);
    told = "";
    look = {
      culture: Math.min(look.culture, session.opened.cultures.length - 1),
      factor: 0,
      arms: session.setup.arms.slice(0, 2),
    };
    tell({ tell: "opened", opened: session.opened, ...(ask.lesson !== undefined && { lesson: ask.lesson }) });
    tell({ tell: "ended", digest: "" });
    goTo(session, ask.at ?? session.opened.time.start);
    return;
  }
  if (ask.ask === "lesson") {
    const told = answerLesson(ask);
    if ("refused" in told) {
      tell({ tell: "refused", scenario: told.refused, issues: told.issues });
      tell({ tell: "lesson-refused", name: told.refused });
    } else tell(told);
    return;
  }
  const now = session;
  if (!now) return;
  switch (ask.ask) {
    case "play":
      pause();
      if (ask.speed === Infinity) goal = Infinity;
      else {
        speed = ask.speed / 1000;
        clock = timeOf(now);
        last = performance.now();
      }
      work();
      break;
    case "pause":
      pause();
      frame(now, false);
      charts(now);
      break;
    case "step":
      pause();
      advanceAll(now);
      frame(now, false);
      charts(now);
      break;
    case "seek":
      goTo(now, ask.time);
      break;
    case "look":
      look = ask;
      if (next === undefined) frame(now, false);
      break;
    case "story": {
      const live = now.lives.find(({ arm, donor, replicate }) => arm === ask.arm && donor === 1 && replicate === 1);
      const story = live && storyAbout(live, ask.of, now);
      if (story) tell({ tell: "story", story });
      break;
    }
    case "file":
      tell(
        ask.file === "csv"
          ? { tell: "file", name: `${now.setup.scenario}.csv`, text: csvNow(now) }
          : { tell: "file", name: savedName(now.setup), text: now.text },
      );
  }
}

scope.onmessage = ({ data }) => {
  try {
    answer(data);
  } catch (error) {
    fault(error);
  }
};
