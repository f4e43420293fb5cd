id -u; ls
