/** Takes a member's content piece by piece. A piece holds only during the call. */
export interface TarSink {
  chunk(bytes: Uint8Array): void;
  end(): void;
}
