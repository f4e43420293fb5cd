import { imagePeer } from "../peer.ts";

export default imagePeer({
  rules: ["updates/image-update-alone"],
  ids: ["cis-docker/4.7"],
  reports: ({ about: { ran } }) => /^apt(-get)?$/.test(ran?.manager ?? ""),
});
