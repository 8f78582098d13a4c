/** Every word of the page, in one place: translate this file and nothing else. */

const listed = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;

export const texts = {
  language: "en",
  name: "Exoculture",
  tagline: "A culture dish in silico",
  skip: "Skip to the dish",
  noScript: "This page computes in your browser: it needs JavaScript.",
  ourFault: "This should not have happened.",

  choose: {
    scenario: "Scenario",
    own: (name: string) => `${name} (opened here)`,
    open: "Open a file …",
    drop: "or drop a scenario anywhere on this page",
    warnings: (many: number) => `${many} ${many === 1 ? "remark" : "remarks"} on this scenario`,
    tooBig: (name: string) => `${name} is larger than 1 MB: a scenario is text for people.`,
    unreadable: (name: string) => `${name} could not be read.`,
  },

  refused: {
    heading: (name: string, many: number) => `${name} was not opened: ${many} ${many === 1 ? "fault" : "faults"}`,
    unchanged: "What was open before goes on, unchanged.",
    place: (line: number, column: number) => `line ${line}, column ${column}`,
    link: "The link could not be followed",
    linkWord: (name: string, value: string | null) => `${name} is "${value}"`,
    unknown: (name: string) => `there is no scenario "${name}"`,
    notYet: (what: string) => `${what} cannot be run yet`,
    noArm: (arm: string) => `there is no arm "${arm}" that can be steered`,
    mystery: "this scenario belongs to a mystery: outside its lesson it would show what is to be found out",
    mysteryLink: (link: string) => `open the lesson instead: ${link}`,
    close: "Close",
  },

  run: {
    heading: "Run",
    arm: "Arm",
    against: "Compare with",
    nothing: "nothing",
    culture: "Culture",
    factor: "Background shows",
    seed: "Seed",
    donors: "Donors",
    replicates: "Replicates",
    asked: (donors: number, replicates: number) =>
      `The scenario asks for ${donors} × ${replicates}; small runs are quick.`,
    all: "Run all arms",
    start: "Start anew",
  },

  play: {
    play: "Play",
    pause: "Pause",
    step: "Step",
    end: "Run to the end",
    back: "Back to the start",
    speed: "Speed",
    perSecond: (minutes: number) => {
      const hours = minutes / 60;
      if (hours < 1) return `${minutes} min each second`;
      return hours < 24
        ? `${hours} h each second`
        : hours === 24
          ? "1 day each second"
          : `${hours / 24} days each second`;
    },
    fastest: "as fast as it goes",
    time: "Time in the dish",
    now: (unit: string, time: string) => `${unit} ${time}`,
    known: (time: string) => `(run until ${time})`,
  },

  dish: {
    heading: "The dish",
    schematic: (culture: string, percent: string, volume: string) =>
      `A stirred culture has no places: where a cell or exosome is drawn means nothing, and there is no scale. Shown is the simulated ${percent} of ${culture} (${volume}); numbers are those of the whole well.`,
    still: (culture: string, percent: string, volume: string) =>
      `In ${culture} cells and exosomes have places, and are drawn there: cells to scale, exosomes as dots that are larger than they are. Shown is the simulated ${percent} (${volume} in all); numbers are those of the whole culture.`,
    box: (fromAbove: boolean, across: string, up: string, deep: string) =>
      `The box is seen from ${fromAbove ? "above" : "a side"}: ${across} µm across, ${up} µm up and ${deep} µm deep.`,
    bar: (length: string) => `The scale bar is ${length}.`,
    length: (micrometres: number) =>
      micrometres >= 1000
        ? `${micrometres / 1000} mm`
        : micrometres >= 1
          ? `${micrometres} µm`
          : `${Math.round(1000 * micrometres)} nm`,
    keys: "In the dish: arrows move, + and − zoom, 0 shows all, N and P go to the next and previous cell, V to the next exosome.",
    zoomIn: "Zoom in",
    zoomOut: "Zoom out",
    whole: "Show all",
    next: "Next cell",
    nextDot: "Next exosome",
    bare: "Without cells",
    free: "free",
    bound: "on cells",
    inside: "in cells",
    dot: (number: string) => `one dot is about ${number} free vesicles`,
    oneDot: "one dot is one free vesicle",
    packetDot: (number: string) => `one dot is a packet of about ${number} free vesicles`,
    held: "a spot in its middle: vesicles on or in the cell",
    heat: (factor: string, percents: readonly string[]) =>
      `background: ${factor}, ${listed(percents)} of the highest level so far`,
    map: (factor: string) => `Background: ${factor}, mean along the line of sight, from`,
    mapTo: (most: string, unit: string) => `to ${most} ${unit}, the highest so far`,
    voxel: (number: string) => `one dot is about ${number} free vesicles, drawn anywhere in the voxel that they are in`,
    empty: "Nothing lives in this culture now.",
    seeded: (unit: string, time: string) => `Nothing is in this culture yet: cells are put into it at ${unit} ${time}.`,
    start: "Nothing has run yet: this is the culture as it starts.",
    summary: (arm: string, time: string, cells: string, vesicles: string) =>
      `${arm}, ${time}: ${cells} living cells, ${vesicles} free vesicles.`,
  },

  story: {
    heading: "Story of a cell or exosome",
    none: "Click a cell or a dot, or press Next cell or Next exosome, to read its story.",
    cell: (kind: string, name: string) => `${kind}, cell ${name}`,
    lost: (what: string) => `${what}: is no longer there`,
    of: (arm: string, unit: string, time: string) => `in ${arm}, at ${unit} ${time}`,
    kind: "Is",
    founder: "Family (founder number)",
    generation: "Divisions since the founder",
    born: "Born",
    entered: "In this state for",
    due: { divide: "Division due", die: "Death due", become: "Change due" },
    bound: (species: string) => `${species} on its surface`,
    inside: (species: string) => `${species} inside`,
    payload: (cargo: string) => `${cargo} delivered (copies)`,
    mothers: "Its mothers",
    founderCell: "founder",
    motherCell: (generation: number) => `after ${generation} ${generation === 1 ? "division" : "divisions"}`,
    mother: (name: string, kinds: readonly string[], born: string, divided: string) =>
      `${name}${kinds.length > 0 ? `, ${kinds.join(", then ")}` : ""}: born at ${born}, divided at ${divided}`,
    unknownMothers: "not known: none of them was seen at a recorded time",
    unseenTime: "a time between two records",
    look: (name: string) => `Read: ${name}`,
    now: "What it does now",
    past: "What was seen of it",
    pastNote:
      "What was seen is from the recorded times. Mothers follow from the names of their daughters, which are made from them.",
    stirredNote: "In a stirred culture vesicles come from the common medium: which of them a cell took is not kept.",
    notKept: "A cell takes vesicles from around it: which of them it took is not kept.",
    place: "Is at",
    lastPlace: "Was last at",
    at: ([x, y, z]: readonly string[]) => `x ${x}, y ${y}, z ${z} µm`,
    around: (factor: string) => `${factor} around it`,
    touches: "Touches",
    noNeighbour: "no cell",
    rule: (id: string, increases: boolean, percent: string) =>
      `rule ${id} ${increases ? "raises" : "lowers"} it, its response is ${percent}`,
    without: (rate: string) => `without this rule: ${rate}`,
    response: (signal: string, percent: string) => `response to ${signal}: ${percent}`,
    event: { divide: "divides", die: "dies", become: "changes" } as Readonly<Record<string, string>>,
    become: (kind: string) => `becomes ${kind}`,
    capture: (species: string) => `clears ${species} from`,
    release: (species: string) => `releases ${species}`,
    form: (species: string) => `forms bodies of ${species}`,
    secrete: (factor: string) => `secretes ${factor}`,
    consume: (factor: string) => `consumes ${factor}, at most`,
    steps: {
      detach: (species) => `lets bound ${species} go`,
      enter: (species) => `lets bound ${species} in`,
      digest: (species) => `digests ${species}`,
      release: (species) => `fuses bodies of ${species} with its membrane`,
    } as Readonly<Record<string, (species: string) => string>>,
    verb: {
      move: "wanders, motility",
      climb: "climbs the gradient, at most",
      attribute: (name: string) => `has, or moves to, ${name}`,
      gain: (name: string) => `gains ${name}`,
      loss: (name: string) => `loses ${name}`,
    },
    moleculesPerSecond: "molecules/s",
    seen: (kind: string) => `first seen, ${kind}`,
    became: (kind: string) => `is now ${kind}`,
    held: (number: string, species: string) => `holds ${number} ${species}`,
    took: (number: string, species: string) => `${number} more ${species} inside`,
    divided: "divided",

    vesicle: (species: string, name: string) => `${species} ${name}`,
    standsFor: "Stands for",
    vesicles: (number: string) => (number === "1" ? "one vesicle" : `${number} vesicles (a packet)`),
    givenAt: "Came into the medium",
    ago: (hours: string) => `${hours} h ago`,
    givenBy: "Given by",
    numberOf: "Number among those this cell gave",
    seenAs: (kind: string, unit: string, time: string) => `${kind} at ${unit} ${time}`,
    unseenCell: "a cell that was not seen at a recorded time",
    unknownGiver: "not known: its producer was not seen at a recorded time",
    protocol: (text: string) => `the protocol: ${text}`,
    sources: (names: readonly string[]) => `the source ${names.join(" or ")}, which was on then`,
    carries: (cargo: string) => `${cargo} (copies on each)`,
    where: "Where it is",
    free: (culture: string) => `free in the medium of ${culture}`,
    noLongerFree: (time: string) => `no longer free; last seen so at ${time}`,
    goneNote:
      "It was taken up by a cell, fell apart or was removed: a cell keeps how many vesicles it took, not which of them.",
    dot: "A dot of the scheme",
    dotNote: (number: string) =>
      `This dot is no vesicle: it stands for about ${number} of those that are free. Here vesicles are counted by what they carry, not one by one; who gave which is not kept, and where a dot is drawn means nothing.`,
    voxelDot: "A dot for vesicles of a voxel",
    voxelNote: (number: string) =>
      `This dot is no single vesicle: it stands for about ${number} of those that are free in the voxel it is drawn in. Here vesicles are counted voxel by voxel, by what they carry; who gave which is not kept, and where in its voxel a dot is drawn means nothing.`,
    wholeWell: "Numbers are those of the whole well.",
    freeOf: (species: string) => `${species}, free now`,
    releasedOf: (species: string) => `${species} released by cells so far`,
    givenOf: (species: string) => `${species} put in so far`,
    releasing: (species: string) => `${species} can be released by`,
    meanOf: (species: string, cargo: string) => `${cargo} on each free ${species}, mean`,
    nobody: "no cell of this scenario",
  },

  steer: {
    heading: "Steer",
    sliders: "Parameters",
    slidersNote: "Moving one runs the same cells and the same chance again, up to the present time.",
    noSliders: "This scenario offers no sliders.",
    source: (source: string) => `source: ${source}`,
    guessed: "no range is stated: a quarter to four times the value",
    reset: "Back to the scenario's value",
    deeds: "Do something now",
    deedsNote:
      "It is done at the present time, to the arm that is shown; the arm as it was stays beside it for comparison.",
    crossed: "This arm is one of a combination: choose another one to steer.",
    add: "Add",
    amount: "Amount",
    amountNeeded: "Amount: a number of 0 or more is needed, such as 50 or 1e9.",
    unit: "Unit",
    block: "Block",
    blockIt: "Block it",
    wash: "Wash",
    washIt: "Wash now",
    percent: "percent of the medium",
    log: "Done so far",
    done: (unit: string, time: string, what: string) => `${unit} ${time}: ${what}`,
    undo: "Undo the last",
    deed: {
      add: (amount: string, factor: string) => `add ${factor}, ${amount}`,
      vesicles: (amount: string, species: string) => `add ${species}, ${amount}`,
      block: (behaviour: string) => `block ${behaviour}`,
      wash: (part: string) => `wash, ${part} of the medium`,
    },
  },

  compare: {
    same: "So far the two arms are the same to the last bit.",
    alone: "Choose an arm to compare with.",
    parted: (one: string, other: string, time: string) =>
      `${one} and ${other} share their chance: whatever differs comes from what was done. Their states differ from ${time} on`,
    measured: (time: string, what: readonly string[], more: number) =>
      `, and it is first measured at ${time}: ${listed(more > 0 ? [...what, `${more} more`] : what)}.`,
    unmeasured: "; nothing that is measured differs yet.",
  },

  charts: {
    heading: "Curves",
    none: "Curves appear as the dish runs.",
    numbers: "Numbers",
    png: "PNG",
    save: (title: string) => `PNG: ${title}`,
    noValue: "–",
  },

  take: {
    heading: "Take it home",
    csv: "Table (CSV)",
    scenario: "Scenario as it is now",
    link: "Copy a link to this run",
    lessonLink: "Copy a link to this lesson",
    copied: "The link is copied; it stands in the address bar too.",
    inBar: "The link stands in the address bar.",
    same: "The same run on the command line (save a scenario that was changed first)",
    digest: "Digest of the run",
    digestNote: "Equal digests, equal bytes: the command line gives the same.",
    unfinished: "there when the run has come to its end",
    state: "Digest of the present record",
  },

  lesson: {
    heading: "Lesson",
    none: "none",
    close: "Close the lesson",
    about: (level: string, minutes: number) => `Level: ${level}. About ${minutes} minutes.`,
    glossary: "Words",
    predict: "Predict first",
    run: "Run the experiment",
    link: "Link to this lesson with this seed",
    running: "Running …",
    unknown: (name: string) => `there is no lesson "${name}"`,
    dishLater:
      "The dish, its curves and sliders are put away until your prediction is made and the experiment was run.",
    noDish: "The dish is put away as long as this lesson is open: it would show what is to be found out.",
    dishNow: (donors: number) =>
      `The dish below holds the same experiment${donors > 1 ? `, for the first of its ${donors} donors` : ""}: play it, look into it, change it.`,
    own: "As the lesson has it",
    tried: (set: readonly (readonly [string, string])[]) =>
      `With ${set.map(([name, value]) => `${name} = ${value}`).join(", ")}`,
    triedDone: (set: readonly (readonly [string, string])[]) =>
      `The run with ${set.map(([name, value]) => `${name} = ${value}`).join(", ")} stands beside the lesson's own, on the same scales.`,
    steps: "Then do and look",
    answer: (right: boolean, chosen: boolean) =>
      `${right ? "✓ right" : "✗ wrong"}${chosen ? ", your prediction" : ""}:`,
    shown: {
      holds: "This run shows it.",
      fails: "This run shows the contrary.",
      undecided: "This run does not show it.",
    },
    wasRight: "Your prediction was right",
    wasWrong: "It came out otherwise",
    found: "What was found",
    limits: "What the dish leaves out",
    tries: "Change something",
    tryIt: (set: readonly (readonly [string, string])[]) =>
      `Run with ${set.map(([name, value]) => `${name} = ${value}`).join(", ")}`,
    discuss: "To discuss",
    teacher: "For the teacher",
    shop: "Readings for sale",
    left: (left: number, budget: number) => `${left} of ${budget} are left.`,
    arm: "Arm",
    time: "Time",
    at: (unit: string, time: string) => `${unit} ${time}`,
    buy: (cost: number) => `Buy for ${cost}`,
    have: "Bought already",
    dear: (left: number, budget: number) => `That costs more than what is left: ${left} of ${budget}.`,
    reading: (what: string, arm: string, time: string, value: string) => `${what}; ${arm}, ${time}: ${value}`,
    guess: "Your guess",
    check: "Check the guess",
    guessed: (label: string, right: boolean, value: string) =>
      `${label}: ${right ? "right" : "not right"}; it was ${value}.`,
  },

  theme: { heading: "Colours", auto: "As the system", light: "Light", dark: "Dark" },
  footer: "Computed on this machine. Nothing is sent, and nothing is loaded after the page.",
} as const;
