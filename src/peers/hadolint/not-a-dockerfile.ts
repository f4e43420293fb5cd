import { refusalPeer } from "../peer.ts";

export default refusalPeer({
  "before-from": "hadolint/DL3061",
  "forbidden-trigger": "hadolint/DL3043",
  "port-out-of-range": "hadolint/DL3011",
  "reads-itself": "hadolint/DL3023",
  "reads-later-stage": "hadolint/DL3022",
});
