import { connect } from "node:net";
import { boundedJson } from "../../../formats/json/bounded-json.ts";

/** Maximum size of a response; a listing of ten thousand images is about 10 MB. */
const maxBytes = 32 * 1024 * 1024;

/**
 * One GET over HTTP/1.0, where the response ends with the connection and has no chunks. It serves `check`, which
 * starts in less time than node:http takes to load (40 ms of CPU, compared with 10 for this); everything else uses
 * `http.ts`. Rejects for any status other than 200, for invalid JSON, if the whole response takes longer than
 * `timeoutMs`, and if `signal` is aborted.
 */
export function getJson(
  socketPath: string,
  path: string,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const chunks: Buffer[] = [];
  let bytes = 0;
  const socket = connect(socketPath);
  const deadline = setTimeout(() => socket.destroy(new Error(`no whole answer within ${timeoutMs} ms`)), timeoutMs);
  const stop = () => socket.destroy(new Error("interrupted"));
  signal?.addEventListener("abort", stop, { once: true });
  socket.on("close", () => {
    clearTimeout(deadline);
    signal?.removeEventListener("abort", stop);
  });
  socket.on("error", reject);
  socket.on("data", (chunk: Buffer) => {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > maxBytes) socket.destroy(new Error(`the answer is larger than ${maxBytes} bytes`));
  });
  socket.on("end", () => {
    try {
      resolve(bodyOf(Buffer.concat(chunks).toString("utf8")));
    } catch (error) {
      reject(error as Error);
    }
  });
  socket.write(`GET ${path} HTTP/1.0\r\nHost: docker\r\n\r\n`);
  return promise;
}

function bodyOf(answer: string): unknown {
  const head = answer.indexOf("\r\n\r\n");
  if (head === -1 || !/^HTTP\/1\.[01] 200 /.test(answer)) throw new Error(`not answered: ${answer.slice(0, 80)}`);
  return boundedJson(answer.slice(head + 4), (problem) => new Error(problem));
}
