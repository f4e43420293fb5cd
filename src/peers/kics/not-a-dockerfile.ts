import { refusalPeer } from "../peer.ts";

export default refusalPeer({
  "port-out-of-range": "kics/unix_ports_out_of_range",
  "reads-itself": "kics/copy_from_references_current_from_alias",
});
