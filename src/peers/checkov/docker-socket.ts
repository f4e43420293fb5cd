import { hostPathPeer } from "../shared/host-path-peer.ts";

export default hostPathPeer("capabilities/docker-socket", "checkov/CKV_K8S_27", ["/var/run/docker.sock"]);
