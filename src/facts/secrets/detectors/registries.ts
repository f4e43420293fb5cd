import { endsInChecksum } from "../checksum.ts";
import { assigned, prefixed, type DetectorFamily } from "./detector.ts";

const detectors: DetectorFamily = [
  prefixed({
    kind: "npm-token",
    title: "npm access token",
    prefix: "npm_",
    body: "[A-Za-z0-9]{36}",
    accepts: (token) => endsInChecksum(token, 4),
    source: 'GitHub changelog, "npm has a new access token format" (2021)',
  }),
  prefixed({
    kind: "pypi-token",
    title: "PyPI upload token",
    // A macaroon: version 2, then the location and its length, in base64.
    prefix: ["pypi-AgEIcHlwaS5vcmc", "pypi-AgENdGVzdC5weXBpLm9yZw"],
    body: "[\\w-]{50,400}",
    source: "PyPI documentation, API tokens; libmacaroons, format 2",
  }),
  prefixed({
    kind: "rubygems-key",
    title: "RubyGems API key",
    prefix: "rubygems_",
    body: "[0-9a-f]{48}",
    source: "RubyGems guides, API key scopes",
  }),
  prefixed({
    kind: "docker-hub-token",
    title: "Docker Hub access token",
    prefix: ["dckr_pat_", "dckr_oat_"],
    body: "[\\w-]{27,32}",
    source: "Docker documentation, personal access tokens; organization access tokens",
  }),
  prefixed({
    kind: "nuget-key",
    title: "NuGet API key",
    prefix: "oy2",
    body: "[a-z0-9]{43}",
    minEntropy: 3.5,
    source: "NuGet documentation, scoped API keys",
  }),
  assigned({
    kind: "crates-io-token",
    title: "crates.io API token",
    names: ["cargo_registry_token", "crates_io", "crates-io"],
    value: "cio[A-Za-z0-9]{32}",
    minEntropy: 4,
    source: "crates.io source, API token prefix",
  }),
  prefixed({
    kind: "clojars-token",
    title: "Clojars deploy token",
    prefix: "CLOJARS_",
    body: "[0-9a-f]{60}",
    source: "Clojars documentation, deploy tokens",
  }),
  prefixed({
    kind: "artifactory-key",
    title: "Artifactory API key",
    prefix: "AKCp",
    body: "[A-Za-z0-9]{66,70}",
    minEntropy: 3.5,
    source: "JFrog documentation, API keys",
  }),
  prefixed({
    kind: "artifactory-reference-token",
    title: "Artifactory reference token",
    // Base64 of `reftkn:`.
    prefix: "cmVmdGtuO",
    body: "[A-Za-z0-9]{55}",
    source: "JFrog documentation, reference tokens",
  }),
  prefixed({
    kind: "packagist-token",
    title: "Packagist token",
    prefix: ["packagist_out_", "packagist_ack_", "packagist_acs_", "packagist_uut_"],
    body: "[0-9a-f]{60,80}",
    source: "Packagist documentation, API tokens",
  }),
];

export default detectors;
