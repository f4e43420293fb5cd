print("hello from a package")
