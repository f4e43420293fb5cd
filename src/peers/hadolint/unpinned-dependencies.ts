import { flatCommand, flatExec } from "../../facts/dockerfile/flat-command.ts";
import { dockerfilePeer } from "../peer.ts";
import { unpinnedWords } from "./unpinned-words.ts";

export default dockerfilePeer({
  rules: ["updates/unpinned-dependencies"],
  ids: ["hadolint/DL3013", "hadolint/DL3016", "hadolint/DL3028", "hadolint/DL3062"],
  reports({ dockerfile, instruction, about: { call } }) {
    if (call === undefined) return false;
    const flat =
      instruction.json === undefined ? flatCommand(dockerfile, instruction, call.command) : flatExec(instruction);
    if (flat === undefined) return false;
    const { id, words } = unpinnedWords(flat);
    return words.length > 0 ? [id] : [];
  },
});
