"""Projects with roles and applications, and the authorizations of users in them."""

from world import FAR, World, application, authorization, project, refused


def check(world: World) -> None:
    made = create(world)
    applications(world, made)
    authorizations(world, made)
    delete(world, made)


def create(world: World) -> str:
    projects = world.client.projects
    created = projects.create_project(
        project("CreateProjectRequest", organization_id=world.organization, name="Shop")
    )
    assert created.project_id and created.creation_date, created
    with refused(409, "already_exists", "V3-DKcYh"):
        projects.create_project(
            project("CreateProjectRequest", organization_id=world.organization, name="Shop")
        )
    projects.add_project_role(
        project(
            "AddProjectRoleRequest",
            project_id=created.project_id,
            role_key="buyer",
            display_name="Buyer",
        )
    )
    projects.update_project(
        project(
            "UpdateProjectRequest",
            project_id=created.project_id,
            name="Webshop",
            project_role_assertion=True,
        )
    )
    found = projects.get_project(project("GetProjectRequest", project_id=created.project_id)).project
    assert found.name == "Webshop" and found.project_role_assertion, found
    assert found.state == "PROJECT_STATE_ACTIVE", found
    assert found.organization_id == world.organization, found
    listed = projects.list_projects(
        project(
            "ListProjectsRequest",
            filters=[
                project(
                    "ProjectSearchFilter",
                    in_project_ids_filter=project("InIDsFilter", ids=[created.project_id]),
                )
            ],
        )
    )
    assert [row.project_id for row in listed.projects] == [created.project_id], listed
    roles = projects.list_project_roles(
        project("ListProjectRolesRequest", project_id=created.project_id)
    )
    assert [role.key for role in roles.project_roles] == ["buyer"], roles
    projects.deactivate_project(project("DeactivateProjectRequest", project_id=created.project_id))
    projects.activate_project(project("ActivateProjectRequest", project_id=created.project_id))
    return created.project_id


def applications(world: World, made: str) -> None:
    applications = world.client.applications
    api = applications.create_application(
        application(
            "CreateApplicationRequest",
            project_id=made,
            name="API",
            api_configuration=application(
                "CreateAPIApplicationRequest", auth_method_type="API_AUTH_METHOD_TYPE_BASIC"
            ),
        )
    )
    assert api.api_configuration.client_id and api.api_configuration.client_secret, api
    web = applications.create_application(
        application(
            "CreateApplicationRequest",
            project_id=made,
            name="Web",
            oidc_configuration=application(
                "CreateOIDCApplicationRequest",
                redirect_uris=["https://shop.example/callback"],
                response_types=["OIDC_RESPONSE_TYPE_CODE"],
                grant_types=["OIDC_GRANT_TYPE_AUTHORIZATION_CODE", "OIDC_GRANT_TYPE_REFRESH_TOKEN"],
                application_type="OIDC_APP_TYPE_WEB",
                auth_method_type="OIDC_AUTH_METHOD_TYPE_BASIC",
            ),
        )
    )
    assert web.oidc_configuration.client_secret, web
    applications.update_application(
        application(
            "UpdateApplicationRequest",
            project_id=made,
            application_id=web.application_id,
            name="Website",
        )
    )
    found = applications.get_application(
        application("GetApplicationRequest", application_id=web.application_id)
    ).application
    assert found.name == "Website" and found.state == "APPLICATION_STATE_ACTIVE", found
    assert found.oidc_configuration.redirect_uris == ["https://shop.example/callback"], found
    assert found.api_configuration is None, found
    secret = applications.generate_client_secret(
        application("GenerateClientSecretRequest", project_id=made, application_id=web.application_id)
    )
    assert secret.client_secret != web.oidc_configuration.client_secret
    listed = applications.list_applications(
        application(
            "ListApplicationsRequest",
            filters=[
                application(
                    "ApplicationSearchFilter",
                    project_id_filter=application("ProjectIDFilter", project_id=made),
                )
            ],
        )
    )
    assert {row.name for row in listed.applications} == {"API", "Website"}, listed
    assert str(listed.pagination.total_result) == "2", listed
    application_keys(world, made)
    for one in [api, web]:
        applications.delete_application(
            application("DeleteApplicationRequest", project_id=made, application_id=one.application_id)
        )
    with refused(404, "not_found", "COMMAND-2n8uU"):
        applications.get_application(
            application("GetApplicationRequest", application_id=web.application_id)
        )


def application_keys(world: World, made: str) -> None:
    applications = world.client.applications
    signing = applications.create_application(
        application(
            "CreateApplicationRequest",
            project_id=made,
            name="Signing API",
            api_configuration=application(
                "CreateAPIApplicationRequest", auth_method_type="API_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT"
            ),
        )
    )
    assert not signing.api_configuration.client_secret, signing
    key = applications.create_application_key(
        application(
            "CreateApplicationKeyRequest",
            project_id=made,
            application_id=signing.application_id,
            expiration_date=FAR,
        )
    )
    assert key.key_id and key.key_details, key
    found = applications.get_application_key(
        application("GetApplicationKeyRequest", key_id=key.key_id)
    )
    assert found.key_id == key.key_id and found.expiration_date == FAR, found
    applications.delete_application_key(
        application(
            "DeleteApplicationKeyRequest",
            key_id=key.key_id,
            project_id=made,
            application_id=signing.application_id,
        )
    )
    applications.delete_application(
        application("DeleteApplicationRequest", project_id=made, application_id=signing.application_id)
    )


def authorizations(world: World, made: str) -> None:
    authorizations = world.client.authorizations
    robot = world.add_machine("sdk-buyer")
    created = authorizations.create_authorization(
        authorization(
            "CreateAuthorizationRequest",
            user_id=robot,
            project_id=made,
            organization_id=world.organization,
            role_keys=["buyer"],
        )
    )

    def listed() -> list:
        return (
            authorizations.list_authorizations(
                authorization(
                    "ListAuthorizationsRequest",
                    filters=[
                        authorization(
                            "AuthorizationsSearchFilter",
                            authorization_ids=authorization("InIDsFilter", ids=[created.id]),
                        )
                    ],
                )
            ).authorizations
            or []
        )

    (found,) = listed()
    assert found.user.id == robot and found.project.id == made, found
    assert [role.key for role in found.roles] == ["buyer"] and found.state == "STATE_ACTIVE", found
    authorizations.update_authorization(
        authorization("UpdateAuthorizationRequest", id=created.id, role_keys=[])
    )
    assert not listed()[0].roles
    authorizations.deactivate_authorization(
        authorization("DeactivateAuthorizationRequest", id=created.id)
    )
    assert listed()[0].state == "STATE_INACTIVE"
    authorizations.activate_authorization(authorization("ActivateAuthorizationRequest", id=created.id))
    authorizations.delete_authorization(authorization("DeleteAuthorizationRequest", id=created.id))
    assert listed() == []
    world.delete_user(robot)


def delete(world: World, made: str) -> None:
    deleted = world.client.projects.delete_project(project("DeleteProjectRequest", project_id=made))
    assert deleted.deletion_date, deleted
    with refused(404, "not_found", "PROJECT-Gd2hh"):
        world.client.projects.get_project(project("GetProjectRequest", project_id=made))
