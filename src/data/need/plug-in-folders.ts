/**
 * Where Debian's programs and libraries load files by name: what their configuration, a registry file or a caller names. `*` is part of a name. One row a place;
 * source: the file lists of Debian 13, 2026-12; by hand. `folder` is a folder, or the files that fit it, under a library folder unless it is absolute; `loader` is how
 * the package that loads begins. `anyFile`: not only programs and libraries are loaded, but modules or data.
 */
export const plugInFolders: readonly {
  readonly folder: string;
  readonly loader: string;
  readonly anyFile?: true;
}[] = [
  { folder: "gconv", loader: "libc6" },
  // By nsswitch.conf(5), the first time that the sources before them do not know a name.
  { folder: "libnss_*.so.2", loader: "libc6" },
  { folder: "/usr/lib/libnss_*.so.2", loader: "libc6" },
  { folder: "ossl-modules", loader: "libssl" },
  { folder: "engines-*", loader: "libssl" },
  // Links to certificates and settings.
  { folder: "/usr/lib/ssl", loader: "libssl", anyFile: true },
  { folder: "security", loader: "libpam0g" },
  { folder: "sasl2", loader: "libsasl2-2" },
  { folder: "krb5/plugins", loader: "libkrb5" },
  { folder: "gio/modules", loader: "libglib2.0" },
  { folder: "gdk-pixbuf-*", loader: "libgdk-pixbuf" },
  { folder: "gstreamer-1.0", loader: "libgstreamer1.0" },
  { folder: "gtk-3.0", loader: "libgtk-3" },
  { folder: "ImageMagick-*", loader: "libmagick" },
  { folder: "odbc", loader: "libodbc" },
  { folder: "pkcs11", loader: "libp11-kit" },
  { folder: "qt*/plugins", loader: "libqt" },
  { folder: "libmariadb3/plugin", loader: "libmariadb3" },
  { folder: "/usr/lib/postgresql/*/lib", loader: "postgresql" },
  { folder: "/usr/lib/php", loader: "php" },
  { folder: "/usr/lib/apache2/modules", loader: "apache2" },
  { folder: "/usr/lib/nginx/modules", loader: "nginx" },
  { folder: "/usr/lib/lighttpd", loader: "lighttpd" },
  { folder: "/usr/lib/mysql/plugin", loader: "mariadb-server" },
  { folder: "/usr/lib/postfix", loader: "postfix" },
  { folder: "/usr/lib/uwsgi/plugins", loader: "uwsgi" },
  // Not the programs of a JDK.
  { folder: "/usr/lib/jvm/*/lib/*.so", loader: "openjdk" },
  { folder: "/usr/share/java", loader: "openjdk", anyFile: true },
  { folder: "/usr/share/php", loader: "php", anyFile: true },
  { folder: "/usr/lib/python3*", loader: "python3" },
  { folder: "/usr/lib/python3/dist-packages", loader: "python3", anyFile: true },
  { folder: "/usr/lib/ruby", loader: "ruby", anyFile: true },
  { folder: "/usr/share/rubygems-integration", loader: "ruby", anyFile: true },
  { folder: "/usr/lib/*/perl5", loader: "perl" },
  // perl-base alone loads only its own modules: debconf's are for maintainer scripts.
  { folder: "/usr/share/perl5", loader: "perl-modules", anyFile: true },
  // `git NAME` runs the program git-NAME.
  { folder: "/usr/bin/git-*", loader: "git", anyFile: true },
  { folder: "/usr/lib/git-core", loader: "git", anyFile: true },
  { folder: "/usr/lib/terminfo", loader: "libtinfo", anyFile: true },
  { folder: "/usr/share/terminfo", loader: "libtinfo", anyFile: true },
  { folder: "/usr/share/tesseract-ocr", loader: "libtesseract", anyFile: true },
  { folder: "/usr/share/fonts", loader: "libfontconfig", anyFile: true },
  { folder: "/usr/share/hunspell", loader: "libhunspell", anyFile: true },
  { folder: "/usr/share/poppler", loader: "libpoppler", anyFile: true },
];
