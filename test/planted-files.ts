// Files of each format with values that nothing may keep: passwords, tokens, cookies, names, addresses, numbers of persons.

export const planted = Array.from({ length: 50 }, (_, at) => ({
  password: `hunter${at}Rabbit!`,
  token: `tok${at}aZ9kQ2mW7xR4vB1nC6`,
  cookie: `sess${at}0f9e8d7c6b5a`,
  email: `jane.doe${at}@mail.example`,
  phone: `+49170${1_000_000 + at}`,
  name: `Margarethe${at}`,
  street: `Lindenallee ${at + 100}`,
  iban: `DE8937040044053201${3000 + at}`,
  user: `jdoe${at}x`,
  address: `203.0.113.${at}`,
}));
export const plantedValues = planted.flatMap((one) => Object.values(one));

function har(): string {
  const entries = planted.map((one, at) => ({
    startedDateTime: new Date(at * 1000).toISOString(),
    request: {
      method: "POST",
      url: `http://localhost/users/${one.user}?email=${encodeURIComponent(one.email)}&access_token=${one.token}&page=2`,
      headers: [
        { name: "Cookie", value: `sid=${one.cookie}` },
        { name: "Authorization", value: `Bearer ${one.token}` },
        { name: "X-Forwarded-For", value: one.address },
        { name: "User-Agent", value: one.name },
        { name: "Referer", value: `http://localhost/${one.token}` },
        { name: "X-Api-Key", value: one.token },
        { name: "Accept", value: "application/json" },
      ],
      postData: {
        mimeType: "application/json",
        text: JSON.stringify({
          password: one.password,
          firstName: one.name,
          street: one.street,
          phone: one.phone,
          iban: one.iban,
          note: `${one.name} lives at ${one.street}`,
          sort: "name",
        }),
      },
    },
    response: { status: 200, headers: [], content: { mimeType: "text/plain", text: "ok" } },
  }));
  return JSON.stringify({ log: { version: "1.2", entries } });
}

function log(): string {
  return planted
    .map(
      ({ address, user, email, token, name }, at) =>
        `${address} - ${user} [01/Dec/2026:00:00:${String(at).padStart(2, "0")} +0000] "GET /users/${user}/mail/${email}?token=${token}&q=${name}&page=2 HTTP/1.1" 200 12 "http://x/${token}" "${name}"\n`,
    )
    .join("");
}

function httpFile(): string {
  return planted
    .map(
      (one) =>
        `### a request\nPOST http://localhost/login?access_token=${one.token}\nAuthorization: Bearer ${one.token}\nX-Forwarded-For: ${one.address}\nCookie: sid=${one.cookie}\nContent-Type: application/x-www-form-urlencoded\n\nuser=${one.user}&password=${encodeURIComponent(one.password)}&email=${encodeURIComponent(one.email)}&phone=${encodeURIComponent(one.phone)}&iban=${one.iban}&street=${encodeURIComponent(one.street)}&first_name=${one.name}\n`,
    )
    .join("\n");
}

function curl(): string {
  return planted
    .map(
      (one) =>
        `curl -u '${one.user}:${one.password}' -b 'sid=${one.cookie}' -H 'Authorization: Bearer ${one.token}' --json '{"email":"${one.email}","name":"${one.name}","phone":"${one.phone}","iban":"${one.iban}","street":"${one.street}","ip_address":"${one.address}"}' http://localhost/users\n`,
    )
    .join("");
}

function postman(): string {
  const item = planted.map((one, at) => ({
    name: `request ${at}`,
    request: {
      method: "POST",
      auth: { type: "bearer", bearer: [{ key: "token", value: one.token }] },
      header: [
        { key: "Cookie", value: `sid=${one.cookie}` },
        { key: "X-Api-Key", value: one.token },
        { key: "X-Forwarded-For", value: one.address },
      ],
      url: { raw: `http://localhost/users?email=${one.email}` },
      body: {
        mode: "raw",
        raw: JSON.stringify({
          username: one.user,
          password: one.password,
          lastName: one.name,
          phone: one.phone,
          iban: one.iban,
          street: one.street,
        }),
      },
    },
  }));
  const schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
  return JSON.stringify({ info: { _postman_id: "x", schema }, item });
}

/** The same as JSON in Hurl, Bruno and Insomnia. */
const bodyFor = (one: (typeof planted)[number]) =>
  JSON.stringify({
    username: one.user,
    password: one.password,
    email: one.email,
    last_name: one.name,
    phone: one.phone,
    iban: one.iban,
    street: one.street,
    ip_address: one.address,
  });

function hurl(): string {
  return planted
    .map(
      (one) =>
        `POST http://localhost/users?access_token=${one.token}\nAuthorization: Bearer ${one.token}\nX-Api-Key: ${one.token}\nCookie: sid=${one.cookie}\n[BasicAuth]\n${one.user}: ${one.password}\n${bodyFor(one)}\nHTTP 200\n[Asserts]\njsonpath "$.name" == "${one.name}"\n`,
    )
    .join("\n");
}

function bruno(): string {
  return planted
    .map(
      (one) =>
        `meta {\n  name: a\n}\npost {\n  url: http://localhost/users?access_token=${one.token}\n  body: json\n  auth: bearer\n}\nheaders {\n  cookie: sid=${one.cookie}\n  x-api-key: ${one.token}\n}\nauth:bearer {\n  token: ${one.token}\n}\nauth:basic {\n  username: ${one.user}\n  password: ${one.password}\n}\nbody:json {\n  ${bodyFor(one)}\n}\nvars:pre-request {\n  password: ${one.password}\n}\ntests {\n  ${one.name}\n}\n`,
    )
    .join("\n");
}

function insomnia(): string {
  const resources = planted.map((one) => ({
    _type: "request",
    name: "a",
    method: "POST",
    url: `http://localhost/users?access_token=${one.token}`,
    headers: [
      { name: "Cookie", value: `sid=${one.cookie}` },
      { name: "X-Api-Key", value: one.token },
    ],
    authentication: { type: "basic", username: one.user, password: one.password },
    body: { mimeType: "application/json", text: bodyFor(one) },
  }));
  return JSON.stringify({ _type: "export", __export_format: 4, resources });
}

/** Name and text of a file. */
export const plantedFiles: readonly (readonly [string, string])[] = [
  ["session.har", har()],
  ["access.log", log()],
  ["shop.http", httpFile()],
  ["README.sh", curl()],
  ["shop.json", postman()],
  ["shop.hurl", hurl()],
  ["shop.bru", bruno()],
  ["insomnia.json", insomnia()],
];
