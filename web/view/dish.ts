/**
 * The dish, drawn pixel by pixel into ImageData: no graphics card is needed. A stirred culture is a scheme: a cell stands where its id
 * puts it, which means nothing and stays the same as long as the cell lives.
 */
import type { Opened, Scene } from "../protocol.ts";
import { mixed, pixel, seen, type Theme } from "./theme.ts";

export interface Look {
  readonly opened: Opened;
  readonly theme: Theme;
  /** Colours by kind and of the vesicles, #RRGGBB. */
  readonly kindColours: readonly string[];
  readonly vesicleColour: string;
}

export interface Dish {
  readonly canvas: HTMLCanvasElement;
  readonly draw: (scene: Scene | undefined, look: Look) => void;
  readonly zoom: (factor: number) => void;
  readonly pan: (x: number, y: number) => void; // parts of what is seen
  readonly whole: () => void;
  /** The cell that is shown as chosen. */
  readonly choose: (id: readonly [number, number] | undefined) => void;
  /** The cell so many places on in the order of the culture. */
  readonly next: (by: number) => void;
}

/** Widths of rows of a disc, by radius in pixels. */
const discs = new Map<number, readonly number[]>();
function discOf(radius: number): readonly number[] {
  const known = discs.get(radius);
  if (known) return known;
  const rows = Array.from({ length: 2 * radius + 1 }, (_, row) => {
    const dy = row - radius;
    return Math.floor(Math.sqrt(Math.max(0, (radius + 0.3) ** 2 - dy * dy)));
  });
  discs.set(radius, rows);
  return rows;
}

/** Where an id stands, 0 to 1 each way. */
const placeOf = (word: number): number => (word >>> 0) / 4294967296;

/** @param picked is told of the cell that was clicked or stepped to */
export function newDish(canvas: HTMLCanvasElement, picked: (arm: string, id: readonly [number, number]) => void): Dish {
  const context = canvas.getContext("2d", { alpha: false })!;
  const view = { x: 0, y: 0, scale: 1 }; // left and top of what is seen, and how much it is enlarged
  let image: ImageData | undefined;
  let pixels = new Uint32Array(0);
  let scene: Scene | undefined;
  let look: Look | undefined;
  let chosen: readonly [number, number] | undefined;

  const radius = (diameter: number): number => {
    const cells = Math.max(1, scene?.kinds.length ?? 0);
    const room = Math.sqrt((canvas.width * canvas.height) / cells);
    return Math.max(1, Math.min(16, Math.round(0.3 * room * view.scale ** 0.8 * (diameter / 8))));
  };

  const disc = (x: number, y: number, size: number, colour: number): void => {
    const { width, height } = canvas;
    const rows = discOf(size);
    for (let row = 0; row < rows.length; row++) {
      const line = y + row - size;
      if (line < 0 || line >= height) continue;
      const from = Math.max(0, x - rows[row]);
      const to = Math.min(width, x + rows[row] + 1);
      const end = line * width + to;
      for (let place = line * width + from; place < end; place++) pixels[place] = colour; // a few pixels: no call is worth it
    }
  };

  const toX = (word: number): number => Math.round((placeOf(word) - view.x) * view.scale * canvas.width);
  const toY = (word: number): number => Math.round((placeOf(word) - view.y) * view.scale * canvas.height);

  /** A pixel for each dot, four when the view is enlarged. */
  const drawDots = (dots: Uint16Array, colour: number): void => {
    const { width, height } = canvas;
    const [acrossEach, downEach] = [(view.scale * width) / 65536, (view.scale * height) / 65536];
    const [left, top] = [view.x * view.scale * width, view.y * view.scale * height];
    const big = view.scale >= 3;
    for (let at = 0; at < dots.length; at += 2) {
      const x = Math.floor(dots[at] * acrossEach - left);
      const y = Math.floor(dots[at + 1] * downEach - top);
      if (x < 0 || y < 0 || x >= width - 1 || y >= height - 1) continue;
      const place = y * width + x;
      pixels[place] = colour;
      if (big) {
        pixels[place + 1] = colour;
        pixels[place + width] = colour;
        pixels[place + width + 1] = colour;
      }
    }
  };

  const paint = (): void => {
    if (!look) return;
    const { theme, opened } = look;
    const { width, height } = canvas;
    if (width === 0 || height === 0) return;
    if (!image || image.width !== width || image.height !== height) {
      image = context.createImageData(width, height);
      pixels = new Uint32Array(image.data.buffer);
    }
    const paper = pixel(theme.paper);
    const ground = mixed(paper, pixel(theme.dark ? "#1F5FA8" : "#7FB8F0"), 0.6 * (scene?.heat ?? 0));
    pixels.fill(ground);
    if (scene) {
      const { dots, ids, kinds, laden } = scene;
      const dotColour = pixel(seen(look.vesicleColour, theme));
      drawDots(dots, dotColour);
      const inks = opened.kinds.map((_, kind) => pixel(seen(look!.kindColours[kind], theme)));
      const sizes = opened.kinds.map(({ diameter }) => radius(diameter));
      const pale = inks.map((ink) => mixed(ink, paper, 0.72));
      const states = opened.kinds.map(({ type, name }) =>
        opened.kinds.filter((other) => other.type === type).findIndex((other) => other.name === name),
      );
      const several = opened.kinds.map(({ type }) => opened.kinds.filter((other) => other.type === type).length > 1);
      const heart = pixel(theme.text);
      for (let row = 0; row < kinds.length; row++) {
        const kind = kinds[row];
        const size = sizes[kind];
        const x = toX(ids[2 * row]);
        const y = toY(ids[2 * row + 1]);
        if (x < -size || y < -size || x >= width + size || y >= height + size) continue;
        disc(x, y, size, inks[kind]);
        // The first state of several is a ring, the next is whole, further ones have a ring inside.
        if (several[kind] && states[kind] === 0 && size > 1)
          disc(x, y, Math.max(0, size - Math.max(1, Math.round(size / 4))), pale[kind]);
        if (states[kind] > 1 && size > 3) disc(x, y, Math.round(size / 2), pale[kind]);
        if (laden[row] > 0 && size > 2) disc(x, y, Math.max(0, Math.round((size / 2.6) * (laden[row] / 255))), heart);
        if (chosen && ids[2 * row] === chosen[0] && ids[2 * row + 1] === chosen[1]) ring(x, y, size + 4, heart);
      }
    }
    context.putImageData(image, 0, 0);
  };

  const ring = (x: number, y: number, size: number, colour: number): void => {
    const { width, height } = canvas;
    for (let angle = 0; angle < 6.2832; angle += 0.5 / size)
      for (const out of [0, 1]) {
        const [px, py] = [
          Math.round(x + (size + out) * Math.cos(angle)),
          Math.round(y + (size + out) * Math.sin(angle)),
        ];
        if (px >= 0 && py >= 0 && px < width && py < height) pixels[py * width + px] = colour;
      }
  };

  const fit = (): void => {
    const { clientWidth, clientHeight } = canvas;
    const dense = Math.min(2, devicePixelRatio || 1);
    const [width, height] = [Math.round(clientWidth * dense), Math.round(clientHeight * dense)];
    if (width > 0 && height > 0 && (canvas.width !== width || canvas.height !== height)) {
      canvas.width = width;
      canvas.height = height;
      paint();
    }
  };
  new ResizeObserver(fit).observe(canvas);

  const clampView = (): void => {
    const seenPart = 1 / view.scale;
    view.x = Math.min(Math.max(view.x, 0), 1 - seenPart);
    view.y = Math.min(Math.max(view.y, 0), 1 - seenPart);
  };
  const zoomAt = (factor: number, x: number, y: number): void => {
    const before = view.scale;
    view.scale = Math.min(40, Math.max(1, view.scale * factor));
    view.x += x / before - x / view.scale;
    view.y += y / before - y / view.scale;
    clampView();
    paint();
  };

  const pick = (x: number, y: number): void => {
    if (!scene || !look) return;
    let best = -1;
    let nearest = Infinity;
    for (let row = 0; row < scene.kinds.length; row++) {
      const away = Math.hypot(toX(scene.ids[2 * row]) - x, toY(scene.ids[2 * row + 1]) - y);
      if (away < nearest) [best, nearest] = [row, away];
    }
    if (best < 0 || nearest > radius(look.opened.kinds[scene.kinds[best]].diameter) + 12) return;
    picked(scene.arm, [scene.ids[2 * best], scene.ids[2 * best + 1]]);
  };

  let drag: { x: number; y: number; moved: boolean } | undefined;
  canvas.addEventListener("pointerdown", (event) => {
    drag = { x: event.offsetX, y: event.offsetY, moved: false };
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const [dx, dy] = [event.offsetX - drag.x, event.offsetY - drag.y];
    if (!drag.moved && Math.hypot(dx, dy) < 5) return;
    drag = { x: event.offsetX, y: event.offsetY, moved: true };
    view.x -= dx / canvas.clientWidth / view.scale;
    view.y -= dy / canvas.clientHeight / view.scale;
    clampView();
    paint();
  });
  canvas.addEventListener("pointerup", (event) => {
    if (drag && !drag.moved) {
      const dense = canvas.width / canvas.clientWidth;
      pick(event.offsetX * dense, event.offsetY * dense);
    }
    drag = undefined;
  });
  canvas.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && view.scale === 1 && event.deltaY > 0) return; // the page scrolls on
      if (!event.ctrlKey && !event.altKey && document.activeElement !== canvas) return;
      event.preventDefault();
      zoomAt(event.deltaY < 0 ? 1.25 : 0.8, event.offsetX / canvas.clientWidth, event.offsetY / canvas.clientHeight);
    },
    { passive: false },
  );

  const dish: Dish = {
    canvas,
    draw: (now, how) => {
      scene = now;
      look = how;
      fit();
      paint();
    },
    zoom: (factor) => zoomAt(factor, 0.5, 0.5),
    pan: (x, y) => {
      view.x += x / view.scale;
      view.y += y / view.scale;
      clampView();
      paint();
    },
    whole: () => {
      Object.assign(view, { x: 0, y: 0, scale: 1 });
      paint();
    },
    choose: (id) => {
      chosen = id;
      paint();
    },
    next: (by) => {
      if (!scene || scene.kinds.length === 0) return;
      const { ids, kinds } = scene;
      let at = by > 0 ? -1 : 0;
      if (chosen)
        for (let row = 0; row < kinds.length; row++)
          if (ids[2 * row] === chosen[0] && ids[2 * row + 1] === chosen[1]) at = row;
      const row = (at + by + kinds.length) % kinds.length;
      picked(scene.arm, [ids[2 * row], ids[2 * row + 1]]);
    },
  };
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => dish.pan(-0.1, 0),
      ArrowRight: () => dish.pan(0.1, 0),
      ArrowUp: () => dish.pan(0, -0.1),
      ArrowDown: () => dish.pan(0, 0.1),
      "+": () => dish.zoom(1.25),
      "=": () => dish.zoom(1.25),
      "-": () => dish.zoom(0.8),
      "0": dish.whole,
      n: () => dish.next(1),
      p: () => dish.next(-1),
    };
    const done = act[event.key] ?? act[event.key.toLowerCase()];
    if (!done) return;
    event.preventDefault();
    done();
  });
  return dish;
}
