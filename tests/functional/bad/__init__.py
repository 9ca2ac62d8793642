"""Bad inputs, by what is bad about them: files, headers, cells, keys, ties."""
