import { hostPathPeer } from "../shared/host-path-peer.ts";

/** Without what is below them. */
export default hostPathPeer("capabilities/sensitive-mount", "trivy/KSV-0121", [
  "/",
  "/boot",
  "/dev",
  "/etc",
  "/lib",
  "/proc",
  "/sys",
  "/usr",
  "/var/lib/docker",
]);
