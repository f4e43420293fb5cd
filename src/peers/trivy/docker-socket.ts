import { hostPathPeer } from "../shared/host-path-peer.ts";

export default hostPathPeer("capabilities/docker-socket", "trivy/KSV-0006", ["/var/run/docker.sock"]);
