"""Reading (读取): files of any spreadsheet kind as sheets of rows."""
