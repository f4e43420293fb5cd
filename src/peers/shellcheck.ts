import type { Peer } from "./peer.ts";

export default {
  dockerfile: {
    // The finding is its own, under one of its many codes.
    "shellcheck/*": { "build/shellcheck": ({ about }) => `shellcheck/${about.code}` },
  },
} satisfies Peer;
