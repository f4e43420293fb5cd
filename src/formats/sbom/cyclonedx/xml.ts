import { SaxesParser } from "saxes";
import { badSbom } from "../bad-sbom.ts";

/** An element of CycloneDX's namespace, without its prefix. */
export interface XmlNode {
  readonly name: string;
  readonly uri: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlNode[];
  text: string;
}

const limits = {
  /** Real ones stay below 40. */
  depth: 500,
  /** Elements below one child of the document's lists. */
  nodes: 1_000_000,
  /** Characters of one text. */
  text: 8 * 1024 * 1024,
} as const;

/** Bytes that the parser gets at once. */
const piece = 256 * 1024;

/** Lists whose elements are handed on one by one; `metadata` goes as a whole. */
const lists: ReadonlySet<string> = new Set(["components", "compositions", "vulnerabilities", "dependencies"]);

/**
 * Passes on the items of the document's lists, element by element, and returns its root. Elements of other namespaces are left out.
 * A document type is refused: SBOMs have none, and it would only serve entity attacks (https://owasp.org/www-community/vulnerabilities/XML_External_Entity_(XXE)_Processing).
 * Throws `Failure` (`bad-sbom`) with the line.
 */
export function readXml(bytes: Buffer, name: string, element: (parent: string, node: XmlNode) => void): XmlNode {
  const parser = new SaxesParser({ xmlns: true, position: true });
  const open: (XmlNode | undefined)[] = [];
  let root: XmlNode | undefined;
  let nodes = 0;
  const fail = (problem: string) => badSbom(name, problem, `line ${parser.line}, column ${parser.column + 1}`);

  parser.on("doctype", () => {
    throw fail("it has a document type, whose entities are not followed");
  });
  parser.on("error", (error) => {
    // The message has the position already.
    throw fail(
      error.message
        .replace(/^[^:]*:\d+:\d+:\s*/, "")
        .replace(/\.$/, "")
        .slice(0, 200),
    );
  });
  parser.on("opentag", (tag) => {
    const parent = open.at(-1);
    if (open.length >= limits.depth) throw fail("it is nested too deeply");
    const inNamespace = root === undefined || (parent !== undefined && tag.uri === root.uri);
    if (!inNamespace) {
      open.push(undefined);
      return;
    }
    if (++nodes > limits.nodes) throw fail("a single entry has too many elements");
    const attributes = Object.fromEntries(Object.values(tag.attributes).map(({ local, value }) => [local, value]));
    const node: XmlNode = { name: tag.local, uri: tag.uri, attributes, children: [], text: "" };
    root ??= node;
    open.push(node);
  });
  const text = (words: string) => {
    const node = open.at(-1);
    if (node === undefined) return;
    node.text += words;
    if (node.text.length > limits.text) throw fail("a single text is too long");
  };
  parser.on("text", text);
  parser.on("cdata", text);
  parser.on("closetag", () => {
    const node = open.pop();
    const parent = open.at(-1);
    if (node === undefined || parent === undefined) return;
    const isMetadata = open.length === 1 && node.name === "metadata";
    const isListed = open.length === 2 && lists.has(parent.name);
    if (isMetadata || isListed) {
      element(isMetadata ? "metadata" : parent.name, node);
      nodes = 0;
    } else if (open.length !== 1) {
      // Elements below the root and in no list are not needed.
      parent.children.push(node);
    }
  });

  const decoder = new TextDecoder("utf-8");
  for (let at = 0; at < bytes.length; at += piece)
    parser.write(decoder.decode(bytes.subarray(at, at + piece), { stream: true }));
  parser.write(decoder.decode()).close();
  if (root === undefined) throw fail("it has no element");
  return root;
}
