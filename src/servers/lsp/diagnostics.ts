import { escapeReport } from "../../reports/content/escape-report.ts";
import { member, textAt, type Json } from "../rpc/json.ts";
import type { RpcConnection } from "../rpc/rpc-connection.ts";
import { pauseMs, type Judge, type JudgedDocument } from "./judge.ts";
import { diagnosticsOf, note } from "./show-finding.ts";

/** Sends findings to the editor. */
export interface Diagnostics {
  /** The capability in the reply to `initialize`. */
  readonly capability: Readonly<Record<string, Json>>;
  /** Called when a text was judged. */
  publish(judgedDocument: JudgedDocument): void;
  /** Called when earlier results may be outdated, in texts that did not change themselves. */
  outdated(): void;
  closed(uri: string): void;
  /** Replies to `textDocument/diagnostic`; undefined if that is not offered. */
  asked(params: unknown, judge: Judge): Promise<Json> | undefined;
}

/**
 * An editor that supports pull diagnostics requests them, since it knows the visible texts and no longer waits for
 * outdated results; all others get them pushed. Never both: they would be shown twice. An editor without refresh
 * support would keep outdated results after a change of an override or hullproof.yaml, so it gets them pushed too
 * (Neovim before 0.11). LSP 3.17, Pull Diagnostics.
 */
export function openDiagnostics(peer: RpcConnection, client: unknown): Diagnostics {
  const asks = member(client, "textDocument", "diagnostic") !== undefined;
  // The second name is that of a library which many clients use (lsp-types of Rust).
  const canRefresh = ["diagnostics", "diagnostic"].some(
    (name) => member(client, "workspace", name, "refreshSupport") === true,
  );
  return asks && canRefresh ? pulled(peer) : pushed(peer);
}

function pushed(peer: RpcConnection): Diagnostics {
  return {
    capability: {},
    publish(judgedDocument) {
      const { uri, version } = judgedDocument.document;
      peer.notify("textDocument/publishDiagnostics", { uri, version, diagnostics: itemsOf(judgedDocument) });
    },
    outdated() {},
    closed: (uri) => peer.notify("textDocument/publishDiagnostics", { uri, diagnostics: [] }),
    asked: () => undefined,
  };
}

function pulled(peer: RpcConnection): Diagnostics {
  let refreshTimer: NodeJS.Timeout | undefined;
  const ids = new WeakMap<JudgedDocument, string>();
  let last = 0;
  const idOf = (judgedDocument: JudgedDocument): string => {
    const id = ids.get(judgedDocument) ?? `${++last}`;
    ids.set(judgedDocument, id);
    return id;
  };
  return {
    // A Compose file is judged with its override, and every file with the nearest hullproof.yaml.
    capability: {
      diagnosticProvider: { identifier: "hullproof", interFileDependencies: true, workspaceDiagnostics: false },
    },
    publish() {},
    outdated() {
      clearTimeout(refreshTimer);
      refreshTimer = setTimeout(
        () => void peer.ask("workspace/diagnostic/refresh", null).catch(() => {}),
        pauseMs,
      ).unref();
    },
    closed() {},
    async asked(params, judge) {
      const judgedDocument = await judge.settled(textAt(params, "textDocument", "uri") ?? "");
      if (judgedDocument === undefined) return { kind: "full", items: [] };
      const resultId = idOf(judgedDocument);
      return textAt(params, "previousResultId") === resultId
        ? { kind: "unchanged", resultId }
        : { kind: "full", resultId, items: itemsOf(judgedDocument) };
    },
  };
}

function itemsOf({ buffer, shown, trouble }: JudgedDocument): Json {
  return escapeReport([
    ...(buffer === undefined ? [] : diagnosticsOf(shown, buffer)),
    ...(trouble === undefined ? [] : [note(`not checked: ${trouble}`)]),
  ]);
}
