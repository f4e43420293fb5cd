import type { Container } from "../../../sources/engine/types.ts";

/**
 * Port of 127.0.0.1 for a port of the container; undefined if the engine publishes none because the container has
 * ended.
 */
export async function publishedPort(
  container: Container,
  port: number,
  protocol: "tcp" | "udp" = "tcp",
): Promise<number | undefined> {
  try {
    return await container.hostPort(port, protocol);
  } catch (error) {
    if ((await container.state()).running) throw error;
    return undefined;
  }
}
