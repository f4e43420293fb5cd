import type { Detector } from "./detectors/detector.ts";
import { isExample } from "../../secrets/placeholder.ts";
import { isThirdParty } from "./skipped-files.ts";

/** A case in which what looks like a secret is not one, or is one that matters less. */
interface Allowance {
  readonly why: string;
  /** Absent: not reported at all. */
  readonly as?: "info";
  fits(finding: { readonly path: string; readonly detector: Detector; readonly secret: string }): boolean;
}

const testFolder = testWords("/");
const testFile = testWords(String.raw`\.`);
const testName = /[._-](?:test|spec|example|sample)s?\.|^\/?(?:test|example)[._-]/i;

/** The words that a folder, or the name of a file before a dot, is called by. */
function testWords(end: string): RegExp {
  const words =
    "tests?|testing|__tests__|testdata|test[-_]?(?:data|fixtures?|certs?|keys?|support)|specs?|fixtures?|mocks?|__mocks__|examples?|samples?|demos?|docs?|benchmarks?|bench";
  return new RegExp(`/(?:${words})${end}`, "i");
}

function isOfTests(path: string): boolean {
  const file = path.slice(Math.max(path.lastIndexOf("/"), 0));
  return testFolder.test(path) || testFile.test(file) || testName.test(file);
}

/** User's own ignores are not here: they are in `hullproof.yaml`, each with a reason. */
const allowances: readonly Allowance[] = [
  {
    why: "An example of a document (AKIA…EXAMPLE), or a token of one letter: generators draw neither",
    fits: ({ secret, detector }) => detector.shown === undefined && detector.by === undefined && isExample(secret),
  },
  {
    why: "Keys and tokens that a package tests itself with are published with the package: node_modules/*/test, Go's testdata, Python's test",
    fits: ({ path }) => isThirdParty(path) && isOfTests(path),
  },
  {
    why: "A name beside a value says little in programs that others wrote and everybody can read: they hold no secret of this image",
    fits: ({ path, detector }) => detector.by === "name" && isThirdParty(path),
  },
  {
    why: "Addresses and commands in packages' programs are examples of how to call them",
    fits: ({ path, detector }) => detector.by === "place" && detector.onlyNamed === undefined && isThirdParty(path),
  },
  {
    why: "In a bundle every name is a variable, and minified code sets it to what is not a secret",
    fits: ({ path, detector }) => detector.by === "name" && /[.-](?:min|bundle|chunk|prod)\.[cm]?js$|\.map$/.test(path),
  },
  {
    why: "Lock files hold hashes beside names",
    fits: ({ path, detector }) =>
      detector.by === "name" && /(?:[-.]lock|\.lock)(?:\.\w+)?$|\/(?:package|composer|manifest)\.json$/.test(path),
  },
  {
    why: "Words of the user's interface in several languages: `password` beside its translation",
    fits: ({ path, detector }) =>
      detector.by === "name" && /\/(?:locales?|i18n|lang|languages|translations?|messages)\//i.test(path),
  },
  {
    why: "Debian's ssl-cert makes it when it is installed: the same in every container, but made to be replaced",
    as: "info",
    fits: ({ path }) => path === "/etc/ssl/private/ssl-cert-snakeoil.key",
  },
  {
    why: "An image's own tests and examples: the secret is there, but hardly one that opens anything",
    as: "info",
    fits: ({ path }) => isOfTests(path),
  },
];

/** `silent`: not reported; `info`: reported as that; undefined: as the detector has it. */
export function allowed(path: string, detector: Detector, secret: string): "silent" | "info" | undefined {
  const found = allowances.find((one) => one.fits({ path, detector, secret }));
  return found && (found.as ?? "silent");
}
