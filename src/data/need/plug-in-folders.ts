/**
 * Where Debian's programs and libraries load files by name: what their configuration, a registry file or a caller names. `*` is part of a name. One row a place;
 * source: the file lists of Debian 13, 2026-12; by hand. `folder` is under a library folder unless it is absolute; `loader` is how the package that loads begins.
 * `anyFile`: not only programs and libraries are loaded, but modules or data.
 */
export const plugInFolders: readonly {
  readonly folder: string;
  readonly loader: string;
  readonly anyFile?: true;
}[] = [
  { folder: "gconv", loader: "libc6" },
  { folder: "ossl-modules", loader: "libssl" },
  { folder: "engines-*", loader: "libssl" },
  { folder: "security", loader: "libpam0g" },
  { folder: "sasl2", loader: "libsasl2-2" },
  { folder: "krb5/plugins", loader: "libkrb5" },
  { folder: "gio/modules", loader: "libglib2.0" },
  { folder: "gdk-pixbuf-*", loader: "libgdk-pixbuf" },
  { folder: "ImageMagick-*", loader: "libmagick" },
  { folder: "odbc", loader: "libodbc" },
  { folder: "pkcs11", loader: "libp11-kit" },
  { folder: "qt*/plugins", loader: "libqt" },
  { folder: "/usr/lib/postgresql/*/lib", loader: "postgresql" },
  { folder: "/usr/lib/php", loader: "php" },
  { folder: "/usr/lib/apache2/modules", loader: "apache2" },
  { folder: "/usr/lib/nginx/modules", loader: "nginx" },
  { folder: "/usr/lib/python3*", loader: "python3" },
  { folder: "/usr/lib/python3/dist-packages", loader: "python3", anyFile: true },
  { folder: "/usr/lib/ruby", loader: "ruby" },
  { folder: "/usr/lib/*/perl5", loader: "perl" },
  { folder: "/usr/lib/terminfo", loader: "libtinfo", anyFile: true },
  { folder: "/usr/share/terminfo", loader: "libtinfo", anyFile: true },
  { folder: "/usr/share/perl5", loader: "perl", anyFile: true },
  { folder: "/usr/share/tessdata", loader: "libtesseract", anyFile: true },
];
