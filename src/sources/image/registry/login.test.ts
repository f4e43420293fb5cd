import { describe, expect, it } from "vitest";
import { blobStore } from "../../../../test/images/oci.ts";
import type { TestServer } from "../../../../test/images/registry-server.ts";
import { startRegistry, startServer } from "../../../../test/images/registry-server.ts";
import type { RegistryCredential } from "../image-source.ts";
import { readRegistryBytes } from "../bytes/registry.ts";
import { openRegistryImage } from "./open-registry-image.ts";

/** The test's token server is another port of this machine: another program, which the user must name. */
const as = (credential?: RegistryCredential, tokens?: Pick<Realm, "registry" | "tokens">) => ({
  ...(tokens && { tokenServers: { [tokens.registry.host]: [tokens.tokens.host] } }),
  findCredential: async () => ({ note: "told by the test", ...(credential === undefined ? {} : { credential }) }),
});
const me: RegistryCredential = { kind: "password", username: "me", password: ["pass", "word"].join("") };
const encoded = `Basic ${Buffer.from("me:password").toString("base64")}`;
const refused = (message: RegExp, hint = /./) => ({
  name: "Failure",
  code: "registry-refused",
  message: expect.stringMatching(message) as string,
  hint: expect.stringMatching(hint) as string,
});

interface Realm {
  readonly registry: TestServer;
  readonly tokens: TestServer;
  readonly bodies: string[];
  readonly name: string;
}

/** A registry that requires a token; its tokens are valid for this many requests. */
async function withTokens(
  stack: AsyncDisposableStack,
  options: { uses?: number; challenge?: (host: string) => string; token?: string; status?: number } = {},
): Promise<Realm> {
  const { uses = 1_000, token = "token", status = 200 } = options;
  const bodies: string[] = [];
  let given = 0;
  let left = 0;
  const tokens = stack.use(
    await startServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += String(chunk);
      bodies.push(body);
      left = uses;
      response.writeHead(status).end(JSON.stringify({ token: `${token}${++given}`, expires_in: 60 }));
    }),
  );
  const challenge =
    options.challenge?.(tokens.host) ??
    `Bearer realm="http://${tokens.host}/token?a=b",service="test",scope="repository:app:pull"`;
  const store = blobStore();
  const image = store.image();
  const registry = stack.use(
    await startRegistry(store, new Map([["app:1", image.digest]]), {
      before({ headers }, response) {
        if (headers.authorization === `Bearer token${given}` && left-- > 0) return false;
        response
          .writeHead(401, { "WWW-Authenticate": challenge })
          .end('{"errors":[{"code":"UNAUTHORIZED","message":"no"}]}');
        return true;
      },
    }),
  );
  return { registry, tokens, bodies, name: `${registry.host}/app:1` };
}

describe("token authentication", () => {
  it("requests a token without a login, and reuses it", async () => {
    await using stack = new AsyncDisposableStack();
    const { tokens, registry, name } = await withTokens(stack);
    await openRegistryImage(name, as(undefined, { registry, tokens }));
    expect(tokens.asked.map(({ url }) => url)).toEqual(["/token?a=b&service=test&scope=repository%3Aapp%3Apull"]);
    expect(tokens.asked[0]?.headers).not.toHaveProperty("authorization");
  });

  it("sends a password, and requests the repository if the registry names no scope", async () => {
    await using stack = new AsyncDisposableStack();
    const { tokens, registry, name } = await withTokens(stack, {
      challenge: (host) => `Bearer realm="http://${host}/token"`,
    });
    await openRegistryImage(name, as(me, { registry, tokens }));
    expect(tokens.asked[0]).toMatchObject({
      url: "/token?scope=repository%3Aapp%3Apull",
      headers: { authorization: encoded },
    });
    expect(registry.asked.map(({ headers }) => headers.authorization)).not.toContain(encoded);
  });

  it("exchanges an identity token for a token", async () => {
    await using stack = new AsyncDisposableStack();
    const realm = await withTokens(stack);
    const { bodies, name } = realm;
    await openRegistryImage(name, as({ kind: "identity", token: "refresh" }, realm));
    expect(Object.fromEntries(new URLSearchParams(bodies[0]))).toEqual({
      grant_type: "refresh_token",
      service: "test",
      client_id: "hullproof",
      scope: "repository:app:pull",
      refresh_token: "refresh",
    });
  });

  it("renews an expired token, also while layers are read", async () => {
    await using stack = new AsyncDisposableStack();
    const { tokens, registry, name } = await withTokens(stack, { uses: 1 });
    const image = await openRegistryImage(name, as(undefined, { registry, tokens }));
    const bytes = image.layers[0]?.bytes;
    if (bytes?.kind !== "registry") throw new Error("no layer");
    const paths: string[] = [];
    await readRegistryBytes(structuredClone(bytes), ({ path }) => void paths.push(path));
    expect(paths).toEqual(["/etc/hostname"]);
    expect(tokens.asked.length).toBeGreaterThan(2);
  });

  it.each<[string, Parameters<typeof withTokens>[1], RegExp]>([
    [
      "a token that is not a good",
      { token: "other" },
      /refuses .*app:1 to clients without a login \(UNAUTHORIZED: no\).*told by the test/,
    ],
    ["a token with line breaks", { token: "a\r\nb" }, /holds none/],
    ["no realm", { challenge: () => "Bearer" }, /names no address/],
    ["a realm that is not an address", { challenge: () => 'Bearer realm="/token"' }, /names no address/],
    ["a realm of another kind", { challenge: () => 'Bearer realm="file:///etc/passwd"' }, /without TLS/],
    ["a token server that says no", { status: 403 }, /to clients without a login/],
    ["no way at all", { challenge: () => "Negotiate" }, /to clients without a login/],
    ["nothing but a password", { challenge: () => 'Basic realm="x"' }, /to clients without a login/],
  ])("refuses %s", async (_name, options, message) => {
    await using stack = new AsyncDisposableStack();
    const realm = await withTokens(stack, options);
    await expect(openRegistryImage(realm.name, as(undefined, realm))).rejects.toMatchObject(refused(message));
  });

  it("sends the login only to hosts and ports that the user named", async () => {
    await using stack = new AsyncDisposableStack();
    const { registry, tokens, name } = await withTokens(stack);
    // Contacted, since the user named it, but without a login.
    await openRegistryImage(name, { ...as(me), reach: [tokens.host] });
    await openRegistryImage(name, { ...as({ kind: "identity", token: "refresh" }), reach: [tokens.host] });
    expect(tokens.asked.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined]);
    expect(JSON.stringify(tokens.asked)).not.toContain("refresh");
    const denied = await withTokens(stack, { status: 401 });
    const settings = { ...as(me), reach: [denied.tokens.host] };
    await expect(openRegistryImage(denied.name, settings)).rejects.toMatchObject(
      refused(/was asked without the login of 127/, /registries\.tokenServers: \{ "127/),
    );
    // A token server of one registry is not one of another.
    await openRegistryImage(name, {
      ...as(me),
      reach: [tokens.host],
      tokenServers: { "other.example": [tokens.host] },
    });
    expect(tokens.asked.at(-1)?.headers).not.toHaveProperty("authorization");
    expect(registry.asked.map(({ headers }) => headers.authorization)).not.toContain(encoded);
  });

  it.each(["http://127.0.0.1:1/t", "http://localhost:1/t", "https://169.254.169.254/t", "https://[::1]:1/t"])(
    "asks no unnamed token server on or near this machine: %s",
    async (realm) => {
      await using stack = new AsyncDisposableStack();
      const { name } = await withTokens(stack, { challenge: () => `Bearer realm="${realm}"` });
      await expect(openRegistryImage(name, as(me))).rejects.toMatchObject(refused(/was not asked: its (address|name)/));
    },
  );

  it("reports the refused login with a hint, but without the password", async () => {
    await using stack = new AsyncDisposableStack();
    const { registry, tokens, name } = await withTokens(stack, { status: 401 });
    const failure: unknown = await openRegistryImage(name, as(me, { registry, tokens })).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject(
      refused(
        /does not give .* to me.* The login is told by the test/,
        new RegExp(`docker login ${registry.host}.*docker logout`),
      ),
    );
    expect(JSON.stringify(failure)).not.toContain("password");
  });
});

it("sends a password if the registry requires that", async () => {
  const store = blobStore();
  const image = store.image();
  await using registry = await startRegistry(store, new Map([["app:1", image.digest]]), {
    before: ({ headers }, response) =>
      headers.authorization !== encoded && !!response.writeHead(401, { "WWW-Authenticate": 'Basic realm="x"' }).end(),
  });
  const name = `${registry.host}/app:1`;
  expect((await openRegistryImage(name, as(me))).manifestDigest).toBe(image.digest);
  await expect(openRegistryImage(name, as({ ...me, password: "wrong" }))).rejects.toMatchObject(
    refused(/does not give/, /docker login/),
  );
});
