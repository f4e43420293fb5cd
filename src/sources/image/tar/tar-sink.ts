/** Receives a member's content in chunks. A chunk is valid only during the call. */
export interface TarSink {
  chunk(bytes: Uint8Array): void;
  end(): void;
}
