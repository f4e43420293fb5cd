import { refusalPeer } from "../peer.ts";

export default refusalPeer({
  "port-out-of-range": "trivy/DS-0008",
  "reads-itself": "trivy/DS-0006",
});
