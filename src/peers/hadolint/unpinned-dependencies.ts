import { dockerfilePeer } from "../peer.ts";
import { flatRead } from "./exec-read.ts";
import { unpinnedWords } from "./unpinned-words.ts";

export default dockerfilePeer({
  rules: ["updates/unpinned-dependencies"],
  ids: ["hadolint/DL3013", "hadolint/DL3016", "hadolint/DL3028", "hadolint/DL3062"],
  reports({ dockerfile, instruction, about: { call } }) {
    if (call === undefined) return false;
    const flat = flatRead(dockerfile, instruction, call.command);
    if (flat === undefined) return false;
    const { id, words } = unpinnedWords(flat);
    return words.length > 0 ? [id] : [];
  },
});
