"""What any visitor sees. Reads only, from the index that it keeps."""
