"""Load and scale measurements that anyone can rerun: `script/bench`."""
