echo "{\"word\": \"hello\"}" | jq -r .word
