/** Events of a terminal in full-screen mode. Keys have names (`up`, `enter`) or are the character itself. */
export type ScreenEvent =
  | { readonly kind: "key"; readonly key: string }
  | { readonly kind: "size"; readonly columns: number; readonly rows: number }
  /** End of input. */
  | { readonly kind: "end" };

/** The whole screen of a terminal. Its former content is restored when the program ends, however it ends. */
export interface Screen {
  /** Rows from the top; rows that are not drawn are empty. */
  draw(rows: readonly string[]): void;
  /** All events since the last call, at least one; the first is the size. Rejects with the reason of the signal. */
  next(): Promise<readonly ScreenEvent[]>;
  /** Restores the screen. */
  close(): void;
}
