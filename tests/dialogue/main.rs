mod town;
