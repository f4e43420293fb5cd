print("runs on either")
