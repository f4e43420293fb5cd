import { refusalPeer } from "../peer.ts";

export default refusalPeer({
  "unset-in-from": "buildkit/UndefinedArgInFrom",
});
