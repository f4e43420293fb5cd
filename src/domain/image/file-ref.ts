/** A file by the layer that holds its content and its place among that layer's entries. */
export interface FileRef {
  readonly layer: number;
  readonly index: number;
}
