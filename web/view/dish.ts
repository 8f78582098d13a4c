/**
 * The dish, drawn pixel by pixel into ImageData: no graphics card is needed. A stirred culture is a scheme: a cell stands where its id
 * puts it, which means nothing and stays the same as long as the cell lives. A static culture is drawn as it is: its box in its own
 * proportions, cells to scale over the levels of a factor, exosomes on top, and a bar for the scale.
 */
import type { Id, Opened, Scene, Sight, Subject } from "../protocol.ts";
import { texts } from "../texts.ts";
import { mixed, pixel, rampOf, seen, type Theme } from "./theme.ts";

export interface Look {
  readonly opened: Opened;
  readonly theme: Theme;
  /** Colours by kind and of the vesicles, #RRGGBB. */
  readonly kindColours: readonly string[];
  readonly vesicleColour: string;
  /** What is drawn, in words; absent while it changes. */
  readonly summary?: string;
}

export interface Dish {
  readonly canvas: HTMLCanvasElement;
  readonly draw: (scene: Scene | undefined, look: Look) => void;
  readonly zoom: (factor: number) => void;
  readonly pan: (x: number, y: number) => void; // parts of what is seen
  readonly whole: () => void;
  /** Takes the cells of a static culture away from what lies under them, or puts them back. @returns whether they are away */
  readonly bare: () => boolean;
  /** What is shown as chosen. */
  readonly choose: (of: Subject | undefined) => void;
  /** The cell so many places on in the order of the culture. */
  readonly next: (by: number) => void;
  /** The next dot of free vesicles. */
  readonly nextDot: () => void;
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

/** The longest of the round lengths, 1, 2 or 5 times a power of ten, that is no longer than this one. */
function roundLength(most: number): number {
  const power = Math.floor(Math.log10(most));
  const digit = [5, 2, 1].find((each) => Number(`${each}e${power}`) <= most) ?? 1;
  return Number(`${digit}e${power}`);
}

/** The nearest of so many things, −1 where there is none, and how far it is. */
function nearest(things: number, away: (thing: number) => number): [thing: number, distance: number] {
  let best = -1;
  let distance = Infinity;
  for (let thing = 0; thing < things; thing++) {
    const far = away(thing);
    if (far < distance) [best, distance] = [thing, far];
  }
  return [best, distance];
}

/** @param picked is told of the cell or dot that was clicked or stepped to */
export function newDish(canvas: HTMLCanvasElement, picked: (arm: string, of: Subject) => void): Dish {
  const context = canvas.getContext("2d", { alpha: false })!;
  const view = { x: 0, y: 0, scale: 1 }; // left and top of what is seen, and how much it is enlarged
  let image: ImageData | undefined;
  let pixels = new Uint32Array(0);
  let scene: Scene | undefined;
  let look: Look | undefined;
  let chosen: Subject | undefined;
  let isBare = false; // a static culture is shown without its cells
  let dotAt = -1; // the dot that was stepped to last

  /** Left, top, width and height of the dish in parts of the canvas: all of it, or as much as a box fills in its proportions. */
  const frame = { x: 0, y: 0, width: 1, height: 1 };
  const setFrame = (): void => {
    const [across, up] = scene?.space?.box ?? [canvas.width, canvas.height];
    const unit = Math.min(canvas.width / across, canvas.height / up);
    frame.width = (unit * across) / canvas.width;
    frame.height = (unit * up) / canvas.height;
    frame.x = (1 - frame.width) / 2;
    frame.y = (1 - frame.height) / 2;
  };
  /** Pixels for each µm of a box. */
  const pixelsIn = ({ box: [across] }: Sight): number => (frame.width * canvas.width * view.scale) / across;

  const radius = (diameter: number): number => {
    if (scene?.space) return Math.max(1, Math.round((diameter / 2) * pixelsIn(scene.space)));
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

  const toX = (part: number): number => Math.round((frame.x + part * frame.width - view.x) * view.scale * canvas.width);
  const toY = (part: number): number =>
    Math.round((frame.y + part * frame.height - view.y) * view.scale * canvas.height);
  const isChosen = (row: number): boolean =>
    typeof chosen === "object" &&
    "cell" in chosen &&
    scene?.ids[2 * row] === chosen.cell[0] &&
    scene.ids[2 * row + 1] === chosen.cell[1];

  const none = new Uint32Array(0);
  const shownOf = (order: Uint32Array): Uint32Array => (isBare && scene?.space ? none : order);

  /** A pixel for each dot, four when the view is enlarged or the dot lies over cells. */
  const drawDots = (dots: Uint16Array, colour: number): void => {
    const { width, height } = canvas;
    const [acrossEach, downEach] = [
      (view.scale * width * frame.width) / 65536,
      (view.scale * height * frame.height) / 65536,
    ];
    const [left, top] = [(view.x - frame.x) * view.scale * width, (view.y - frame.y) * view.scale * height];
    const big = view.scale >= 3 || scene?.space !== undefined;
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
    setFrame();
    if (scene?.space) drawBox(scene.space, theme);
    else pixels.fill(mixed(paper, pixel(theme.dark ? "#1F5FA8" : "#7FB8F0"), 0.6 * (scene?.heat ?? 0)));
    if (scene) {
      const { dots, names, kinds, laden, places, order } = scene;
      const dotColour = pixel(seen(look.vesicleColour, theme));
      if (!scene.space) drawDots(dots, dotColour);
      const inks = opened.kinds.map((_, kind) => pixel(seen(look!.kindColours[kind], theme)));
      const sizes = opened.kinds.map(({ diameter }) => radius(diameter));
      const pale = inks.map((ink) => mixed(ink, paper, 0.72));
      const states = opened.kinds.map(({ type, name }) =>
        opened.kinds.filter((other) => other.type === type).findIndex((other) => other.name === name),
      );
      const several = opened.kinds.map(({ type }) => opened.kinds.filter((other) => other.type === type).length > 1);
      const heart = pixel(theme.text);
      let mark: (() => void) | undefined;
      for (const row of shownOf(order)) {
        const kind = kinds[row];
        const size = sizes[kind];
        const x = toX(places[2 * row]);
        const y = toY(places[2 * row + 1]);
        if (x < -size || y < -size || x >= width + size || y >= height + size) continue;
        disc(x, y, size, inks[kind]);
        // The first state of several is a ring, the next is whole, further ones have a ring inside.
        if (several[kind] && states[kind] === 0 && size > 1)
          disc(x, y, Math.max(0, size - Math.max(1, Math.round(size / 4))), pale[kind]);
        if (states[kind] > 1 && size > 3) disc(x, y, Math.round(size / 2), pale[kind]);
        if (laden[row] > 0 && size > 2) disc(x, y, Math.max(0, Math.round((size / 2.6) * (laden[row] / 255))), heart);
        if (isChosen(row)) mark = () => ring(x, y, size + 4, heart);
      }
      if (scene.space) drawDots(dots, dotColour);
      mark?.();
      if (typeof chosen === "object" && "vesicle" in chosen) {
        const dot = dotOf(names, chosen.vesicle);
        if (dot >= 0) ring(toX(dots[2 * dot] / 65536), toY(dots[2 * dot + 1] / 65536), 6, heart);
      }
    }
    context.putImageData(image, 0, 0);
    const bar = scene?.space ? drawBar(scene.space, theme) : "";
    if (look.summary !== undefined) {
      const label = [look.summary, ...(bar === "" ? [] : [texts.dish.bar(bar)])].join(" ");
      if (canvas.getAttribute("aria-label") !== label) canvas.setAttribute("aria-label", label);
    }
  };

  /** The ground of a static culture: what is outside its box, its sides, and the levels of the factor voxel by voxel. */
  const drawBox = ({ map }: Sight, theme: Theme): void => {
    const { width, height } = canvas;
    const paper = pixel(theme.paper);
    const side = pixel(theme.axis);
    pixels.fill(pixel(theme.grid));
    const [left, top, right, bottom] = [toX(0), toY(0), toX(1), toY(1)];
    const [low, high] = rampOf(theme).map(pixel);
    const shades = Array.from({ length: 65 }, (_, step) => mixed(low, high, step / 64));
    const colours =
      map && Array.from(map.values, (value) => shades[Math.round(64 * Math.min(1, value / (map.most || 1)))]);
    for (let y = Math.max(0, top); y < Math.min(height, bottom); y++) {
      const isSide = y === top || y === bottom - 1;
      const row = map ? map.rows - 1 - Math.floor(((y - top) * map.rows) / (bottom - top)) : 0;
      for (let x = Math.max(0, left); x < Math.min(width, right); x++) {
        const column = map ? Math.floor(((x - left) * map.columns) / (right - left)) : 0;
        const ground = map && colours ? colours[row * map.columns + column] : paper;
        pixels[y * width + x] = isSide || x === left || x === right - 1 ? side : ground;
      }
    }
  };

  /** A bar of a round length, at most a quarter of the canvas, with its name on it. @returns its name */
  const drawBar = (space: Sight, theme: Theme): string => {
    const { width } = canvas;
    const dense = width / Math.max(1, canvas.clientWidth);
    const each = pixelsIn(space);
    const length = roundLength(Math.min(0.25 * width, frame.width * width * view.scale) / each);
    const name = texts.dish.length(length);
    context.font = `600 ${Math.round(13 * dense)}px sans-serif`;
    context.textAlign = "left";
    context.textBaseline = "bottom";
    const edge = 8 * dense;
    const wide = Math.max(length * each, context.measureText(name).width);
    context.fillStyle = theme.paper;
    context.fillRect(edge, edge, wide + 2 * edge, 30 * dense);
    context.fillStyle = theme.text;
    context.fillRect(2 * edge, edge + 21 * dense, length * each, 4 * dense);
    context.fillText(name, 2 * edge, edge + 19 * dense);
    return name;
  };

  const dotOf = (names: Int32Array, [word0, word1]: Id): number => {
    for (let at = 0; at < names.length; at += 2) if (names[at] === word0 && names[at + 1] === word1) return at / 2;
    return -1;
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

  const pickCell = (row: number): void => {
    if (scene) picked(scene.arm, { cell: [scene.ids[2 * row], scene.ids[2 * row + 1]] });
  };
  const pickDot = (dot: number): void => {
    if (!scene) return;
    dotAt = dot;
    const { names, packets, arm } = scene;
    picked(arm, dot < packets ? { vesicle: [names[2 * dot], names[2 * dot + 1]] } : "dot");
  };

  /** The cell that was hit, the one on top; else the dot; else the cell close by. Dots that lie over cells come first. */
  const pick = (x: number, y: number): void => {
    if (!scene || !look) return;
    const { kinds, dots, places, order, space } = scene;
    const sizes = look.opened.kinds.map(({ diameter }) => radius(diameter));
    const fromDot = (dot: number): number =>
      Math.hypot(toX(dots[2 * dot] / 65536) - x, toY(dots[2 * dot + 1] / 65536) - y);
    const fromSide = (row: number): number =>
      Math.hypot(toX(places[2 * row]) - x, toY(places[2 * row + 1]) - y) - sizes[kinds[row]];
    const [dot, toDot] = nearest(dots.length / 2, fromDot);
    const [near, toCell] = nearest(isBare && space ? 0 : kinds.length, fromSide);
    const hit = shownOf(order).findLast((row) => fromSide(row) <= (space ? 0 : 2));
    if (space && toDot <= 3) pickDot(dot);
    else if (hit !== undefined) pickCell(hit);
    else if (toDot <= 8) pickDot(dot);
    else if (toCell <= 12) pickCell(near);
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
      const aspect = now?.space ? Math.min(4, Math.max(0.75, now.space.box[0] / now.space.box[1])) : undefined;
      if (aspect === undefined) canvas.style.removeProperty("--aspect");
      else canvas.style.setProperty("--aspect", `${aspect}`);
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
    bare: () => {
      isBare = scene?.space !== undefined && !isBare;
      paint();
      return isBare;
    },
    choose: (of) => {
      chosen = of;
      paint();
    },
    next: (by) => {
      if (!scene || scene.kinds.length === 0) return;
      const { kinds } = scene;
      let at = by > 0 ? -1 : 0;
      for (let row = 0; row < kinds.length; row++) if (isChosen(row)) at = row;
      pickCell((at + by + kinds.length) % kinds.length);
    },
    nextDot: () => {
      const dots = (scene?.dots.length ?? 0) / 2;
      if (dots > 0) pickDot((dotAt + 1) % dots);
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
      v: dish.nextDot,
    };
    const done = act[event.key] ?? act[event.key.toLowerCase()];
    if (!done) return;
    event.preventDefault();
    done();
  });
  return dish;
}
