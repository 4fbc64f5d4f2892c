/* Drives a fuzz target without libFuzzer: each file named on the command line is one input. */
#include "config.h"

#include <glib.h>
#include <stdint.h>
#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		g_autoptr(GError) error = NULL;
		g_autofree char *bytes = NULL;
		size_t n;

		if (!g_file_get_contents(argv[i], &bytes, &n, &error)) {
			fprintf(stderr, "%s\n", error->message);
			return 2;
		}
		printf("%s\n", argv[i]);
		fflush(stdout);
		LLVMFuzzerTestOneInput((const uint8_t *)bytes, n);
	}
	return 0;
}
