"""Starts moto's server for one machine: `launcher.py [--enforce-conditional-denies] MOTO_SERVER_ARGUMENTS`.

moto refuses what a bucket policy denies whether the statement's Condition holds or not, so an environment's
network rule would refuse every object. Here statements with a Condition are left out when moto asks.
moto also takes several requests at once without a lock, so that two conditional writes to one item can both
succeed, which DynamoDB rules out. Here DynamoDB takes one request at a time.
Most of its time moto spends on what never changes: for each request it lists its own folder and its handlers' methods,
for each value of an item it tries every name that one may have, for each symmetric key it makes an RSA key, for each page
of a bucket's versions it copies all of them with what is in them, to weigh an item it wraps its parts anew, to compare
texts it asks first whether they are anything else, and it copies the items that it answers with. Here it doesn't.
The server ends when its standard input does, so that it never outlives who started it.
"""

import copy
import functools
import json
import logging
import os
import sys
import threading
import types

ENFORCE = "--enforce-conditional-denies"


def end_with_parent():
    while os.read(0, 4096):
        pass
    os._exit(0)


def ignore_conditional_statements():
    from moto.iam.access_control import IAMPolicy, PermissionResult
    from moto.s3.models import FakeBucket

    def get_permission(self, action, resource):
        if self.policy is None:
            return PermissionResult.NEUTRAL
        policy = json.loads(self.policy)
        statements = policy.get("Statement", [])
        statements = statements if isinstance(statements, list) else [statements]
        policy["Statement"] = [one for one in statements if not one.get("Condition")]
        if not policy["Statement"]:
            return PermissionResult.NEUTRAL
        return IAMPolicy(json.dumps(policy)).is_action_permitted(action, resource)

    FakeBucket.get_permission = get_permission


def one_dynamodb_request_at_a_time():
    from moto.dynamodb.responses import DynamoHandler

    lock = threading.RLock()
    call_action = DynamoHandler.call_action

    def locked(self):
        with lock:
            return call_action(self)

    DynamoHandler.call_action = locked


def look_up_what_never_changes_once():
    from moto.core import responses
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication

    DomainDispatcherApplication.get_backend_for_host = functools.cache(
        DomainDispatcherApplication.get_backend_for_host
    )
    responses.method_names_from_class = functools.cache(responses.method_names_from_class)


def look_at_values_of_items_directly():
    from moto.core.serialize import ResponseSerializer

    get_value = ResponseSerializer.get_value

    def directly(self, value, key, shape):
        is_item = type(value) is dict and self.service_model.service_name == "dynamodb"
        # `{"S": "…"}` has just this one member.
        if is_item and (key in value or len(value) == 1):
            return value.get(key)
        return get_value(self, value, key, shape)

    ResponseSerializer.get_value = directly


def one_private_key_for_symmetric_keys():
    from moto.kms import models

    generate = models.generate_private_key
    once = functools.cache(generate)
    models.generate_private_key = lambda spec: (once if spec == "SYMMETRIC_DEFAULT" else generate)(spec)


def weigh_and_compare_values_directly():
    from moto.dynamodb.models.dynamo_type import DynamoType

    size = DynamoType.size
    cast_value = DynamoType.cast_value.fget

    def weight(self):
        if self.type == "S":
            return len(self.value.encode("utf-8"))
        if self.type == "M":
            parts = self.value.items()
            wrapped = ((key, part if type(part) is DynamoType else DynamoType(part)) for key, part in parts)
            return sum(len(key.encode("utf-8")) + part.size() for key, part in wrapped)
        return size(self)

    DynamoType.size = weight
    DynamoType.cast_value = property(lambda self: self.value if self.type == "S" else cast_value(self))


def answer_with_items_as_they_are():
    from moto.dynamodb.models import table

    # While DynamoDB takes one request at a time nobody changes an item before the answer that it is in is written.
    # An index of keys only would copy whole items and then keep their keys.
    table.copy = types.SimpleNamespace(copy=copy.copy, deepcopy=lambda value: value)


def list_versions_without_copying_objects():
    from moto.s3.models import FakeDeleteMarker, FakeKey

    # Only that list makes deep copies of them, to mark which are the latest; and only that list reads the mark.
    for kind in (FakeKey, FakeDeleteMarker):
        kind.__deepcopy__ = lambda self, memo: self


if __name__ == "__main__":
    arguments = sys.argv[1:]
    threading.Thread(target=end_with_parent, daemon=True).start()
    # One line per request would be most of what it prints.
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    if ENFORCE not in arguments:
        ignore_conditional_statements()
    one_dynamodb_request_at_a_time()
    look_up_what_never_changes_once()
    look_at_values_of_items_directly()
    one_private_key_for_symmetric_keys()
    weigh_and_compare_values_directly()
    answer_with_items_as_they_are()
    list_versions_without_copying_objects()

    from moto.server import main

    main([one for one in arguments if one != ENFORCE])
