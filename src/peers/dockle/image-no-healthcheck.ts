import { imagePeer } from "../peer.ts";

/** It asks whether it is set at all; NONE is a decision. */
export default imagePeer({
  rules: ["limits/image-no-healthcheck"],
  ids: ["dockle/CIS-DI-0006"],
  reports: ({ facts }) => (facts.configuration?.healthcheck ?? []).length === 0,
});
