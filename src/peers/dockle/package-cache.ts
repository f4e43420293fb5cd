import { imagePeer } from "../peer.ts";

export default imagePeer({
  rules: ["cleanup/package-cache"],
  ids: ["dockle/DKL-DI-0004"],
  reports: ({ about: { paths = [] } }) => paths.some((path) => /^\/(?:var\/cache|etc)\/apk/.test(path)),
});
