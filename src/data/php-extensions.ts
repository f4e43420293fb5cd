/**
 * Extensions whose source is part of PHP (php-src, `ext/`; UPGRADING of each release), 2026-11: their vulnerabilities
 * are PHP's. By the name in their module entry, in lower case.
 */
const ofPhp = new Set(
  (
    "bcmath bz2 calendar com_dotnet core ctype curl date dba dl_test dom enchant exif ffi fileinfo filter ftp gd gettext gmp hash iconv " +
    "intl json ldap lexbor libxml mbstring mysqli mysqlnd odbc openssl pcntl pcre pdo pdo_dblib pdo_firebird pdo_mysql pdo_odbc " +
    "pdo_pgsql pdo_sqlite pgsql phar posix random readline reflection session shmop simplexml skeleton snmp soap sockets sodium spl " +
    "sqlite3 standard sysvmsg sysvsem sysvshm tidy tokenizer uri xml xmlreader xmlwriter xsl zend-test zend_test zip zlib"
  )
    .split(" ")
    .concat("zend opcache"),
);

/** Extensions that PHP removed, with the interface (ZEND_MODULE_API_NO) of the first PHP without them: from then on they belong to PECL. */
const movedToPecl: ReadonlyMap<string, number> = new Map([
  ["imap", 20_240_924],
  ["oci8", 20_240_924],
  ["pdo_oci", 20_240_924],
  ["pspell", 20_240_924],
  ["xmlrpc", 20_200_930],
  ["interbase", 20_190_902],
  ["recode", 20_190_902],
  ["wddx", 20_190_902],
  ["mcrypt", 20_170_718],
  ["ereg", 20_151_012],
  ["mssql", 20_151_012],
  ["mysql", 20_151_012],
  ["sybase_ct", 20_151_012],
]);

/** Extensions that PHP added later; before, they belonged to PECL. */
const came: ReadonlyMap<string, number> = new Map([
  ["sodium", 20_170_718],
  ["ffi", 20_190_902],
]);

/** Whether an extension of this name, built for this interface, belongs to PHP. */
export function isPartOfPhp(name: string, api: number): boolean {
  const lower = name.toLowerCase();
  const until = movedToPecl.get(lower);
  if (until !== undefined) return api < until;
  return ofPhp.has(lower) && api >= (came.get(lower) ?? 0);
}
