import { imagePeer } from "../peer.ts";

export default imagePeer({
  rules: ["cleanup/package-cache"],
  ids: ["hadolint/DL3042", "hadolint/DL3019"],
  reports: ({ about: { paths = [] } }) => [
    ...(paths.some((path) => path.endsWith("/.cache/pip")) ? ["hadolint/DL3042"] : []),
    ...(paths.some((path) => /^\/(?:var\/cache|etc)\/apk/.test(path)) ? ["hadolint/DL3019"] : []),
  ],
});
