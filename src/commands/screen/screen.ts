/** What a terminal tells a program that has its whole screen. Keys are named (`up`, `enter`) or the character itself. */
export type ScreenEvent =
  | { readonly kind: "key"; readonly key: string }
  | { readonly kind: "size"; readonly columns: number; readonly rows: number }
  /** No more keys will come. */
  | { readonly kind: "end" };

/** The whole screen of a terminal. What stood there is back when the program ends, however it ends. */
export interface Screen {
  /** Rows from the top; what is not drawn is empty. */
  draw(rows: readonly string[]): void;
  /** All that happened since, at least one event; the first is the size. Rejects with the reason of the signal. */
  next(): Promise<readonly ScreenEvent[]>;
  /** Gives the screen back. */
  close(): void;
}
