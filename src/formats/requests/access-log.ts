import { openLogTotals } from "./access-log/log-totals.ts";
import { parseLogLine } from "./access-log/log-line.ts";
import type { RequestReader, RequestSource } from "./request-source.ts";

export default {
  name: "access-log",
  title: "an access log (common, combined, vhost; HAProxy; JSON of Caddy, Traefik, nginx), also gzipped",
  recognizes(_, head) {
    const lines = head
      .split("\n")
      .slice(0, 50)
      .filter((line) => line.trim() !== "");
    // The last may be cut.
    const whole = lines.length > 1 ? lines.slice(0, -1) : lines;
    return whole.length > 0 && whole.filter((line) => parseLogLine(line) !== undefined).length * 2 > whole.length;
  },
  isLog: true,
  open,
} satisfies RequestSource;

/** A line is a request; one of a hostile client may have any length. */
const maxLineBytes = 64 * 1024;
const newline = 0x0a;

function open(): RequestReader {
  const totals = openLogTotals();
  let pending = "";
  let isLong = false;
  const line = (text: string) => {
    if (text.length > maxLineBytes) totals.addUnread("lines longer than 64 KB");
    else totals.add(text);
  };
  return {
    push(chunk) {
      const end = chunk.lastIndexOf(newline);
      const text = chunk.toString("latin1");
      let at = 0;
      if (end !== -1) {
        for (let next = text.indexOf("\n"); next !== -1; next = text.indexOf("\n", at)) {
          const piece = text.slice(at, next);
          if (isLong) totals.addUnread("lines longer than 64 KB");
          else line(pending === "" ? piece : pending + piece);
          [pending, isLong] = ["", false];
          at = next + 1;
        }
      }
      pending += text.slice(at);
      if (pending.length > maxLineBytes) [pending, isLong] = ["", true];
    },
    finish(isKnown = () => false) {
      if (isLong) totals.addUnread("lines longer than 64 KB");
      else if (pending.trim() !== "") line(pending);
      // On a busy machine it is called again: the last line counts once.
      [pending, isLong] = ["", false];
      return totals.reading(isKnown);
    },
  };
}
