import { maxCharacters } from "../../../src/pipeline/editor/check-buffer.ts";
import { openDocuments } from "../../../src/servers/lsp/documents.ts";
import { contentLength, framed } from "../../../src/servers/rpc/content-length.ts";
import { lines } from "../../../src/servers/rpc/lines.ts";
import { openRpcConnection, RpcError } from "../../../src/servers/rpc/rpc-connection.ts";
import type { FuzzTarget } from "../target.ts";

const uri = "file:///a/Dockerfile";
const open = {
  jsonrpc: "2.0",
  method: "open",
  params: { textDocument: { uri, version: 1, languageId: "dockerfile", text: "FROM a\r\nRUN b\n" } },
};
const change = {
  jsonrpc: "2.0",
  method: "change",
  params: {
    textDocument: { uri, version: 2 },
    contentChanges: [
      { range: { start: { line: 0, character: 5 }, end: { line: 1, character: 9 } }, text: "\u{1f980}" },
    ],
  },
};
const request = { jsonrpc: "2.0", id: 1, method: "ask", params: {} };

/** What comes on standard input of the servers for editors and agents. */
export default {
  name: "messages",
  samples: [
    [open, change, request].map((one) => framed(JSON.stringify(one))).join(""),
    [open, change, request].map((one) => `${JSON.stringify(one)}\n`).join(""),
  ],
  words:
    'Content-Length: \r\n \r\n\r\n { } [ ] "id" "method" "params" "jsonrpc" "2.0" "open" "change" "range" "line" -1 1e308 0.5 null "\\ud800" 99999999999 :'.split(
      " ",
    ),
  pairs: [
    ["[", "]"],
    ['{"params":', "}"],
  ],
  run(input) {
    const documents = openDocuments();
    for (const decoder of [contentLength(65_536), lines(65_536)]) {
      const peer = openRpcConnection({
        send: (message) => void JSON.stringify(message),
        request: async () => null,
        notified: (method, params) => void (method === "open" ? documents.open(params) : documents.change(params)),
        told: (error) => new RpcError(-32_603, String(error)),
      });
      for (const decoded of decoder(input)) peer.hear(decoded);
      peer.close();
    }
    for (const { lines: text } of documents.all())
      for (let at = 0; at < Math.min(text.text.length, 256); at++) {
        const back = text.offset(text.at(at));
        // Between CR and LF there is no place.
        if (back !== at && back !== at - 1) throw new Error(`offset ${at} comes back as ${back}`);
        if (text.text.length > maxCharacters) return;
      }
  },
} satisfies FuzzTarget;
