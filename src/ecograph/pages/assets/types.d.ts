// What a page with a network holds (pages/payload.py writes it), and what its scripts make of it.

export type Language = "zh" | "en";
export type Both = [zh: string, en: string];
export type Point = [x: number, y: number];

/** What is said of a query: where it stands in it, if anywhere, and the words. */
export interface Hint {
  line?: number;
  column?: number;
  text: string;
}

/** What /api/query answers (service/query_replies.py writes it). */
export interface Reply {
  kind: string;
  columns: string[];
  rows: Record<string, string | number | boolean | null>[];
  boolean?: boolean;
  turtle?: string;
  hints: Hint[];
  notes: string[];
  truncated: boolean;
  digest: string | null;
  sources: { id: string; title: string; address: string | null }[];
}

/** A row of a legend: a class, a relation, a source, … */
export interface Named {
  key: string;
  zh: string;
  en: string;
}
export type ClassRow = Named & { shape: string; light: string; dark: string };
export type ModalityRow = Named & { dashes: number[] };

/** A column of a table: but for the first, one with only 0 or "" is left out of the page. */
type Text = string[];
type Numbers = number[];

/** The nodes; `class` is a row of `classes`, `marks` has a bit for each row of the marks, `told` is
 * what they mean.  An English text that is the same as the Chinese is "". */
export interface NodeColumns {
  id: Text;
  class: Numbers;
  zh: Text;
  en: Text;
  search: Text;
  x: Numbers;
  y: Numbers;
  community: Numbers;
  fallback: Text;
  marks: Numbers;
  toldZh: Text;
  toldEn: Text;
}

/** The edges; `source` and `target` are nodes, the next four and `doubt` are rows of legends. */
export interface EdgeColumns {
  source: Numbers;
  target: Numbers;
  relation: Numbers;
  modality: Numbers;
  evidence: Numbers;
  document: Numbers;
  paragraph: Numbers;
  span: Text;
  locator: Text;
  statement: Text;
  noteZh: Text;
  noteEn: Text;
  doubt: Numbers;
}

/** What is said of nodes and is no edge; `modality` is -1, `doubt` 0 where there is none. */
export interface FactColumns {
  node: Numbers;
  aboutZh: Text;
  aboutEn: Text;
  valueZh: Text;
  valueEn: Text;
  modality: Numbers;
  evidence: Numbers;
  doubt: Numbers;
}

/** Where facts are said: `fact` is a row of the facts. */
export interface PlaceColumns {
  fact: Numbers;
  document: Numbers;
  paragraph: Numbers;
  span: Text;
  locator: Text;
}

export interface Payload {
  directed: boolean;
  colour: string;
  /** What is shown at first. */
  tab: Tab;
  pages: { base: string; odd: Record<string, string> } | null;
  /** The node that the drawing opens around. */
  centre: string | null;
  hops: number;
  /** Relations that are not drawn at first. */
  quiet: string[];
  /** Classes that no hop goes through, and those that no path runs through. */
  hubs: string[];
  closed: string[];
  communities: Named[];
  /** What is marked on nodes: a sign, or an outline where that is empty. */
  marks: (Named & { sign: string })[];
  centres: Point[] | null;
  classes: ClassRow[];
  relations: Named[];
  modalities: ModalityRow[];
  evidence: Named[];
  sources: (Named & { licence: string; address: string })[];
  /** Why something is doubted; the first is empty. */
  doubts: Named[];
  measures: Named[];
  values: Record<string, (number | null)[]>;
  nodes: Partial<NodeColumns>;
  edges: Partial<EdgeColumns>;
  facts: Partial<FactColumns>;
  places: Partial<PlaceColumns>;
}

export type FilterName = "class" | "relation" | "modality" | "evidence" | "document";
export type Tab = "chain" | "network" | "entities" | "edges" | "about";

export interface Graph {
  data: Payload;
  count: number;
  edgeCount: number;
  nodes: NodeColumns;
  edges: EdgeColumns;
  facts: FactColumns;
  places: PlaceColumns;
  legends: Record<FilterName, Named[]>;
  /** The node of each id. */
  index: Map<string, number>;
  /** The edges at each node. */
  around: number[][];
  factsAbout: Map<number, number[]>;
  placesOf: Map<number, number[]>;
  /** The rows of classes that no hop goes through, and those that no path runs through. */
  hubs: Set<number>;
  closed: Set<number>;
  /** The rows of relations that are not drawn at first. */
  quiet: Set<number>;
  /** How many nodes with an edge have each mark. */
  marked: number[];
  /** The nodes of each community, those with most edges first. */
  members: number[][];
  /** How the members of a community stand around its centre; null where none is ever folded. */
  groups: { centre: Point; middle: Point; shrink: number }[] | null;
  /** How many nodes have no edge. */
  alone: number;
}

/** All that the address of a page holds. */
export interface State {
  off: Record<FilterName, Set<number>>;
  focus: number | null;
  hops: number;
  path: [number, number] | null;
  /** Which of the paths between the two. */
  nth: number;
  /** The mark that is shown alone. */
  mark: number | null;
  /** Where the reader has put nodes. */
  moved: Map<number, Point>;
  selected: number | null;
  size: string;
  colour: string;
  names: boolean;
  alone: boolean;
  tab: Tab;
  open: Set<number>;
}

/** The shown edges between two marks, which are drawn as one. */
export interface Bundle {
  key: number;
  a: number;
  b: number;
  forward: boolean;
  backward: boolean;
  edges: number[];
  modality: number;
}

/** What is shown.  A mark is a node, or `count` + the number of a community that is folded. */
export interface Shown {
  marks: number[];
  bundles: Bundle[];
  bundlesAt: Map<number, Bundle[]>;
  nodes: number[];
  edges: number[];
  edgeOn: Uint8Array;
  folded: boolean;
  rings: Map<number, Point> | null;
}

/** How large each node is and its colour, for one choice of both. */
export interface Look {
  sizes: number[];
  colours: string[];
  dark: boolean;
}

/** The colours of the page itself. */
export type Paint = Record<
  | "ground" | "halo" | "ink" | "soft" | "accent" | "border" | "focus" | "edge"
  | "lacking-line" | "broken-line" | "elsewhere-line",
  string
>;

/** What is picked out of the drawing: a path, an entity and its neighbours, all with a mark. */
export interface Picked {
  nodes: number[];
  /** Those that are named first, and with a ring where it is about them alone. */
  main: number[];
  ring: boolean;
  strong: boolean;
  bundles: Bundle[];
}

/** An entity that the search can find. */
export interface Entry {
  search: string;
  weight: number;
  name(): string;
  note(): string;
}

/** A column of a table on the page, whose rows are numbers of nodes or edges. */
export interface Column {
  name(): string;
  value(row: number): string | number | null;
  show?(row: number): string | HTMLElement;
  numeric?: boolean;
}

/** What a reader can do from several places of the page. */
export interface Actions {
  choose(node: number | null): void;
  focusOn(node: number | null): void;
  openCommunity(community: number): void;
  takePath(nth: number): void;
  clearPath(): void;
  startPath(id: "from" | "to", node: number): void;
}

/** The entities of an atlas, as its assets/index.js lists them; `page` is the name of a file. */
export interface Listed {
  page: Text;
  zh: Text;
  en: Text;
  search: Text;
  classZh: Text;
  classEn: Text;
  edges: Numbers;
  answers: Record<string, Record<string, Numbers>>;
}

interface VisMark {
  id: number;
  x: number;
  y: number;
  shape: string;
  size: number;
  color: { background: string; border: string };
  borderWidth: number;
  shapeProperties: { borderDashes: number[] | false };
  fixed: boolean;
}
interface VisBundle {
  id: number;
  from: number;
  to: number;
  arrows: string;
  width: number;
  dashes: number[] | false;
}
interface VisDataSet<Row> {
  length: number;
  update(rows: Row[]): void;
  remove(ids: number[]): void;
}
interface VisEvent {
  nodes: number[];
  node: number;
  edge: number;
}
export interface VisNetwork {
  destroy(): void;
  on(name: string, listener: (event: VisEvent) => void): void;
  getScale(): number;
  getViewPosition(): { x: number; y: number };
  getPosition(id: number): { x: number; y: number };
  canvasToDOM(spot: { x: number; y: number }): { x: number; y: number };
  moveTo(options: object): void;
  setOptions(options: object): void;
}

declare global {
  const vis: {
    DataSet: new <Row>(rows?: Row[]) => VisDataSet<Row>;
    Network: new <Node, Edge>(
      container: HTMLElement,
      data: { nodes: VisDataSet<Node>; edges: VisDataSet<Edge> },
      options: object,
    ) => VisNetwork;
  };
  interface Window {
    ecographQuotes?: Record<string, [before: string, words: string, after: string]>;
    ecographTexts?: Record<string, Both>;
    ecographIndex: Listed;
    /** Rows of the tables of a network that is too large for its page, from scripts beside it. */
    ecographParts?: [
      table: "values" | "nodes" | "edges" | "facts" | "places",
      rows: Record<string, unknown[]>,
    ][];
  }
}
