import { isNamedFor, parsePlatform, platformFlag } from "../../rules/build/stages/platform.ts";
import { dockerfilePeer } from "../peer.ts";

/** It resolves no variable, and is content with a stage that is named for its platform. */
export default dockerfilePeer({
  rules: ["build/constant-platform"],
  ids: ["buildkit/FromPlatformFlagConstDisallowed"],
  reports({ instruction }) {
    const value = platformFlag(instruction)?.value ?? "$";
    const platform = value.includes("$") ? undefined : parsePlatform(value);
    return platform !== undefined && !isNamedFor(instruction, platform);
  },
});
