/* tamarack: options, then the explorer or one command. */
#include "config.h"

int main(void)
{
	return 0;
}
